using HealthFunction.History.Storage;
using HealthFunction.Settings;
using Microsoft.Extensions.Configuration;

namespace HealthFunction.Tests.History;

public sealed class SettingsTests
{
    private const string Account = "DefaultEndpointsProtocol=https;AccountName=own;AccountKey=AAAA;EndpointSuffix=core.windows.net";

    [Fact]
    public void Nothing_has_to_be_set()
    {
        var (options, faults) = Read();
        Assert.Empty(faults);
        Assert.Equal(("HealthHistory", 30, 400, 1440), (options.Table, options.RunDays, options.DayDays, options.QueueLength));
    }

    [Theory]
    [InlineData("Table", "a b")]
    [InlineData("Table", "1st")]
    [InlineData("Table", "tables")]
    [InlineData("ConnectionString", "no connection")]
    [InlineData("ConnectionString", "http://account.table.core.windows.net")]
    [InlineData("ClientId", "me")]
    [InlineData("RunDays", "0")]
    [InlineData("DayDays", "ever")]
    [InlineData("QueueLength", "0")]
    [InlineData("Timeout", "00:01:00")]
    [InlineData("Retention", "30")]
    public void A_wrong_setting_is_named(string setting, string value)
    {
        var (_, faults) = Read((setting, value));
        Assert.StartsWith($"Health__History__{setting}", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_is_too_long_is_named() =>
        Assert.Contains("Health__History__Source", Assert.Single(Read(("Source", new string('x', 101))).Faults), StringComparison.Ordinal);

    [Theory]
    [InlineData("own", "Health:History:ConnectionString", Account)]
    [InlineData("host", "AzureWebJobsStorage", "DefaultEndpointsProtocol=https;AccountName=host;AccountKey=AAAA;EndpointSuffix=core.windows.net")]
    [InlineData("devstoreaccount1", "AzureWebJobsStorage", "UseDevelopmentStorage=true")]
    [InlineData("own", "Health:History:ConnectionString", "https://own.table.core.windows.net")]
    [InlineData("host", "AzureWebJobsStorage:accountName", "host")]
    [InlineData("host", "AzureWebJobsStorage:tableServiceUri", "https://host.table.core.windows.net")]
    public void The_account_is_found_in_each_form(string account, string key, string value)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("AzureWebJobsStorage:credential", "managedidentity"), new(key, value)]).Build();
        var options = new HistoryOptions { ConnectionString = configuration["Health:History:ConnectionString"] ?? "" };
        Assert.Equal(account, HistoryConnection.TryCreate(options, configuration)!.AccountName);
    }

    [Fact]
    public void Without_any_storage_there_is_no_history() =>
        Assert.Null(HistoryConnection.TryCreate(new HistoryOptions(), new ConfigurationBuilder().Build()));

    [Theory]
    [InlineData("site", null, "site")]
    [InlineData("site", "Production", "site")]
    [InlineData("site", "staging", "site-staging")]
    public void The_source_is_the_site_and_its_slot(string site, string? slot, string source)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("WEBSITE_SITE_NAME", site), new("WEBSITE_SLOT_NAME", slot)]).Build();
        Assert.Equal(source, HistoryConnection.DefaultSource(configuration));
    }

    private static (HistoryOptions Options, List<string> Faults) Read(params (string Setting, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Health:History:{s.Setting}", (string?)s.Value))).Build();
        var findings = new SettingsFindings();
        return (HistoryOptions.Read(new SettingsSection(configuration.GetSection("Health"), findings)), findings.Faults);
    }
}
