using HealthFunction.Alerts;
using HealthFunction.Settings;
using HealthFunction.Tests.Settings;
using Microsoft.Extensions.Configuration;

namespace HealthFunction.Tests.Alerts;

public sealed class AlertSettingsTests
{
    private const string Webhook = "https://hooks.example.com/services/T0000/B0000/hunter2hunter2hunter2?sig=hunter2hunter2";

    [Fact]
    public void Without_settings_no_alert_is_sent()
    {
        var options = Read();
        Assert.Empty(options.Faults);
        Assert.Null(options.Alerts.Webhook);
    }

    [Fact]
    public void A_webhook_is_enough()
    {
        var options = Read(("Webhook", Webhook));
        Assert.Empty(options.Faults);
        var alerts = options.Alerts;
        Assert.Equal(
            (Webhook, AlertFormat.Generic, 3, 2, TimeSpan.FromHours(4), null),
            (alerts.Webhook!.OriginalString, alerts.Format, alerts.After, alerts.ResolveAfter, alerts.Reminder, alerts.Link));
    }

    [Fact]
    public void Everything_can_be_set()
    {
        var options = Read(
            ("Webhook", "http://127.0.0.1:8080/hook"), ("Format", "slack"), ("After", "1"), ("ResolveAfter", "5"), ("Reminder", "00:00:00"),
            ("Link", "https://example.com/api/status"));
        Assert.Empty(options.Faults);
        var alerts = options.Alerts;
        Assert.Equal(
            (AlertFormat.Slack, 1, 5, TimeSpan.Zero, "https://example.com/api/status"),
            (alerts.Format, alerts.After, alerts.ResolveAfter, alerts.Reminder, alerts.Link!.AbsoluteUri));
    }

    [Theory]
    [InlineData("Webhook", "hooks.example.com/hunter2", "is no URL that alerts can be sent to (what it holds is not shown); it accepts an absolute https URL")]
    [InlineData("Webhook", "http://hooks.example.com/hunter2", "is no URL")]
    [InlineData("Webhook", "ftp://hooks.example.com/hunter2", "is no URL")]
    [InlineData("Webhook", "file:///hunter2", "is no URL")]
    [InlineData("Webhook", "https://user:hunter2@hooks.example.com/", "is no URL")]
    [InlineData("Webhook", "@Microsoft.KeyVault(SecretUri=https://vault/secrets/hunter2)", "is no URL")]
    [InlineData("Format", "Discord", "is \"Discord\"; it accepts Generic or Slack or Teams.")]
    [InlineData("After", "0", "is \"0\"; it accepts a whole number from 1 to 1000.")]
    [InlineData("ResolveAfter", "two", "is \"two\"; it accepts a whole number from 1 to 1000.")]
    [InlineData("Reminder", "4", "is \"4\"; it accepts a duration as hh:mm:ss from 00:00:00 to 7.00:00:00.")]
    [InlineData("Reminder", "8.00:00:00", "is \"8.00:00:00\"; it accepts")]
    [InlineData("Link", "status", "is no URL that a message can link to")]
    [InlineData("Link", "https://user:hunter2@example.com/", "is no URL that a message can link to")]
    [InlineData("Url", "https://example.com/", "is no setting; Health__Alerts accepts After, DegradedAfter, DegradedReminder, DegradedResolveAfter, Format, Link, OnDegraded, Reminder, ResolveAfter, Webhook.")]
    [InlineData("OnDegraded", "yes", "is \"yes\"; it accepts true or false.")]
    [InlineData("DegradedAfter", "0", "is \"0\"; it accepts a whole number from 1 to 1000.")]
    [InlineData("DegradedResolveAfter", "1001", "is \"1001\"; it accepts a whole number from 1 to 1000.")]
    [InlineData("DegradedReminder", "8.00:00:00", "is \"8.00:00:00\"; it accepts")]
    [InlineData("DegradedAfter", "5", "is set, and no alert is sent about a degraded deployment; it needs Health__Alerts__OnDegraded=true.")]
    [InlineData("DegradedResolveAfter", "5", "is set, and no alert is sent")]
    [InlineData("DegradedReminder", "00:00:00", "is set, and no alert is sent")]
    public void A_wrong_setting_is_one_line_with_its_name_and_without_a_secret(string setting, string value, string fault)
    {
        var found = Assert.Single(Read(("Webhook", Webhook), (setting, value)).Faults);
        Assert.StartsWith($"Health__Alerts__{setting} {fault}", found, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", found, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', found);
    }

    [Fact]
    public void A_degraded_deployment_is_reported_only_when_that_is_asked_for_and_by_a_rule_of_its_own()
    {
        Assert.Null(Read(("Webhook", Webhook)).Alerts.Degraded);
        Assert.Null(Read(("Webhook", Webhook), ("OnDegraded", "false")).Alerts.Degraded);
        Assert.Equal(new AlertRule(10, 5, TimeSpan.FromDays(1)), Read(("Webhook", Webhook), ("OnDegraded", "true"), ("After", "1")).Alerts.Degraded);
        Assert.Equal(
            new AlertRule(4, 3, TimeSpan.Zero),
            Read(("Webhook", Webhook), ("OnDegraded", "true"), ("DegradedAfter", "4"), ("DegradedResolveAfter", "3"), ("DegradedReminder", "00:00:00")).Alerts.Degraded);
    }

    [Theory]
    [InlineData("Format", "Teams")]
    [InlineData("Link", "https://example.com/")]
    public void Other_settings_without_a_webhook_are_a_fault_because_the_operator_expects_alerts(string setting, string value)
    {
        var found = Assert.Single(Read(("Webhook", ""), (setting, value)).Faults);
        Assert.StartsWith("Health__Alerts__Webhook is empty while Health__Alerts is set; it accepts", found, StringComparison.Ordinal);
    }

    [Fact]
    public void The_webhook_is_known_to_the_scrubber_as_a_whole_and_in_its_secret_parts()
    {
        var scrubber = new SecretScrubber(Read(("Webhook", Webhook)).Secrets);
        Assert.Equal("*** and https://hooks.example.com/services/x and *** and ***", scrubber.Scrub(
            $"{Webhook} and https://hooks.example.com/services/x and hunter2hunter2hunter2 and /services/T0000/B0000/hunter2hunter2hunter2"));
    }

    private static ReadSettings Read(params (string Setting, string Value)[] settings)
    {
        // Of equal names the last setting wins.
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (setting, value) in settings)
        {
            values[$"Health:Alerts:{setting}"] = value;
        }

        return ReadSettings.From(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }
}
