using HealthFunction.History.Fleet;
using HealthFunction.History.Storage;
using HealthFunction.Surface;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HealthFunction.Tests.Settings;

public sealed class FleetSettingsTests
{
    private const string Url = "https://account.table.core.windows.net";
    private const string Connection = "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=aHVudGVyMmh1bnRlcjI=;EndpointSuffix=core.windows.net";

    [Fact]
    public void Without_settings_the_fleet_is_the_own_source()
    {
        Assert.Empty(Read().Fleet.Sources);
        Assert.Equal(["own"], Sources(("History:ConnectionString", Connection)));
    }

    [Fact]
    public void A_source_is_named_by_a_URL_a_connection_string_or_a_partition_of_the_own_table()
    {
        var fleet = Read(
            ("Fleet:east", Url),
            ("Fleet:north:ConnectionString", Connection),
            ("Fleet:north:Source", "myapp-north"),
            ("Fleet:north:Table", "Other"),
            ("Fleet:north:ClientId", "11111111-2222-3333-4444-555555555555"),
            ("Fleet:south:Source", "myapp-south")).Fleet;
        var own = new HistoryOptions { ConnectionString = "own", Table = "Own", ClientId = "me", Timeout = TimeSpan.FromSeconds(3) };

        var places = fleet.Sources.Select(source => source.Over(own)).ToList();

        Assert.Equal(
            [(Url, "Own", "east", "me"), (Connection, "Other", "myapp-north", "11111111-2222-3333-4444-555555555555"), ("own", "Own", "myapp-south", "me")],
            places.Select(p => (p.ConnectionString, p.Table, p.Source, p.ClientId)));
        Assert.All(places, p => Assert.Equal(own.Timeout, p.Timeout));
    }

    [Fact]
    public void The_own_source_comes_first_and_is_left_out_where_no_history_is_kept()
    {
        Assert.Equal(["own", "east", "west"], Sources(("History:ConnectionString", Connection), ("Fleet:east", Url), ("Fleet:west:Source", "west")));
        Assert.Equal(["east"], Sources(("Fleet:east", Url)));
    }

    [Theory]
    [InlineData("Fleet", Url, "Health__Fleet is a value; it accepts one setting for each name")]
    [InlineData("Fleet:east", "http://account.table.core.windows.net", "Health__Fleet__east is no https URL (what it holds is not shown)")]
    [InlineData("Fleet:east", "https://u:hunter2hunter2@account.table.core.windows.net", "Health__Fleet__east has a user name or a password")]
    [InlineData("Fleet:east:ConnectionString", "AccountName=hunter2hunter2", "Health__Fleet__east__ConnectionString cannot be read (what it holds is not shown)")]
    [InlineData("Fleet:east:Table", "t", "Health__Fleet__east__Table is \"t\"; it accepts 3 to 63 letters and digits")]
    [InlineData("Fleet:east:ClientId", "hunter2hunter2", "Health__Fleet__east__ClientId is no GUID")]
    [InlineData("Fleet:east:Sourse", "x", "Health__Fleet__east__Sourse is no setting; Health__Fleet__east accepts ClientId, ConnectionString, Source, Table, Url.")]
    [InlineData("Fleet:east:Url", "east.example.com/api/health/live", "Health__Fleet__east__Url is no URL that can be watched (what it holds is not shown); it accepts the http or https URL")]
    [InlineData("Fleet:east:Url", "https://u:hunter2hunter2@east.example.com/api/health/live", "Health__Fleet__east__Url is no URL that can be watched")]
    [InlineData("Fleet:east:Url", "ftp://east.example.com/", "Health__Fleet__east__Url is no URL that can be watched")]
    [InlineData("Fleet:east-1:Source", "x", "Health__Fleet__east-1 has a name that cannot be a key; a name has 1 to 60 letters, digits and '_'.")]
    [InlineData("Fleet:east:Source", "OWN", "Health__Fleet__east has the app's own source; it accepts another one")]
    [InlineData("Fleet:own:Table", "Other", "Health__Fleet__own has the app's own source")]
    public void What_cannot_be_is_one_line_that_names_the_setting_and_shows_no_secret(string key, string value, string fault)
    {
        var found = Assert.Single(Read((key, value)).Faults);

        Assert.StartsWith(fault, found, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_is_too_long_or_named_twice_or_one_too_many_is_a_fault()
    {
        Assert.StartsWith(
            "Health__Fleet__east__Source has 101 characters; it accepts at most 100.", Assert.Single(Read(("Fleet:east:Source", new string('a', 101))).Faults), StringComparison.Ordinal);
        Assert.StartsWith(
            "Health__Fleet__west has the same source as Health__Fleet__east;", Assert.Single(Read(("Fleet:east", Url), ("Fleet:west", Url), ("Fleet:west:Source", "East")).Faults), StringComparison.Ordinal);
        Assert.Equal(
            "Health__Fleet has 21 sources; it accepts at most 20.", Assert.Single(Read([.. Enumerable.Range(0, 21).Select(i => ($"Fleet:r{i}", Url))]).Faults));
        Assert.Empty(Read([.. Enumerable.Range(0, 20).Select(i => ($"Fleet:r{i}", Url))]).Faults);
    }

    [Fact]
    public void A_source_without_storage_is_a_fault_where_the_own_history_has_none()
    {
        var thrown = Assert.Throws<OptionsValidationException>(() => Start(("Fleet:east:Source", "x"), ("Fleet:west", Url)));

        Assert.StartsWith("Health__Fleet__east names no storage, and none is set for the app's own history;", Assert.Single(thrown.Failures), StringComparison.Ordinal);
        Start(("Fleet:east:Source", "x"), ("History:ConnectionString", Connection));
    }

    [Theory]
    [InlineData("http://east.example.com/api/health/live")]
    [InlineData("https://east.example.com:8443/api/health/live?code=hunter2hunter2")]
    public void A_region_is_watched_at_its_URL_whose_key_is_a_secret(string url)
    {
        var read = Read(("Fleet:east:Url", url));

        Assert.Empty(read.Faults);
        Assert.Equal(new Uri(url), Assert.Single(read.Fleet.Sources).Url);
        Assert.Equal(url.Contains("hunter2", StringComparison.Ordinal), read.Secrets.Contains("hunter2hunter2"));
    }

    [Theory]
    [InlineData("https://east.example.com/live#part")]
    [InlineData("https:///live")]
    [InlineData("file:///live")]
    public void Another_URL_is_a_fault_that_says_what_is_accepted(string url) => Assert.Equal(
        "Health__Fleet__east__Url is no URL that can be watched (what it holds is not shown); it accepts the http or https URL of the region's health/live, without user name and password.",
        Assert.Single(Read(("Fleet:east:Url", url)).Faults));

    [Fact]
    public void A_source_that_is_not_watched_has_no_URL() => Assert.Null(Assert.Single(Read(("Fleet:east", Url)).Fleet.Sources).Url);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Where_the_own_source_is_not_set_it_has_the_name_of_the_site(string? source)
    {
        KeyValuePair<string, string?>[] settings = [new("WEBSITE_SITE_NAME", "mysite"), new("Health:Fleet:mysite", Url), new("Health:History:Source", source)];

        var read = ReadSettings.From(new ConfigurationBuilder().AddInMemoryCollection(settings.Where(s => s.Value is not null)).Build());

        Assert.Equal(
            "Health__Fleet__mysite has the app's own source; it accepts another one (…__Source), and the own one is always there.", Assert.Single(read.Faults));
    }

    [Fact]
    public void Storage_is_not_asked_for_while_a_setting_has_a_fault()
    {
        var thrown = Assert.Throws<OptionsValidationException>(() => Start(("Fleet:east:Source", "x"), ("Timeout", "soon")));

        Assert.StartsWith("Health__Timeout is", Assert.Single(thrown.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_is_a_secret() => Assert.Contains("aHVudGVyMmh1bnRlcjI=", Read(("Fleet:east", Connection)).Secrets);

    private static ReadSettings Read(params (string Key, string Value)[] settings) => ReadSettings.From(Configuration(settings));

    private static IConfiguration Configuration((string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Append(("History:Source", "own")).Select(s => KeyValuePair.Create($"Health:{s.Item1}", (string?)s.Item2))).Build();

    private static IEnumerable<string> Sources(params (string Key, string Value)[] settings)
    {
        using var host = Host(settings);
        return [.. host.Services.GetRequiredService<FleetReadings>().Sources.Select(s => s.Name)];
    }

    private static void Start(params (string Key, string Value)[] settings)
    {
        using var host = Host(settings);
        host.Services.GetRequiredService<IStartupValidator>().Validate();
    }

    private static IHost Host((string Key, string Value)[] settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddConfiguration(Configuration(settings));
        builder.Services.AddHealthFunctionCore();
        return builder.Build();
    }
}
