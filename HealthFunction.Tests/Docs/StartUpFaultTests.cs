using System.Text.RegularExpressions;
using HealthFunction.Checks;
using HealthFunction.History.Recording;
using HealthFunction.SelfHost;
using HealthFunction.Settings;
using HealthFunction.Testing;
using HealthFunction.Tests.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Tests.Docs;

/// <summary>docs/troubleshooting.md against the start-up faults of the code.</summary>
public sealed partial class StartUpFaultTests
{
    /// <summary>Faults that need no process, all made by the code itself.</summary>
    private static readonly Lazy<IReadOnlyList<string>> Made = new(() => [.. OfSettings(), .. OfChecks(), .. OfArguments(), .. OfFiles(), .. InTheSource()]);

    [Fact]
    public void Every_fault_is_explained_on_the_page() =>
        Assert.All(Made.Value, fault => Assert.NotEmpty(TroubleshootingPage.Explaining(fault)));

    [Fact]
    public void Every_fault_on_the_page_is_one_that_the_code_has()
    {
        var seen = Made.Value.SelectMany(TroubleshootingPage.Explaining).ToHashSet();

        Assert.Empty(TroubleshootingPage.Faults.Except(seen));
    }

    private static IEnumerable<string> OfSettings()
    {
        string[] wrong =
        [
            "Timeout=soon", "Nonsense=1", "Databases=x", "Databases:default=", "Databases:not-a-key=Host=a", "Databases:a=Host", "Databases:b=Host=a;Port=0",
            "Caches:a=a:6379,$PING=", "Caches:b=", "Caches:c=a:x", "Tables:a=http://a/", "Endpoints:a=a", "Endpoints:b:Url=https://a/", "Endpoints:b:Method=NOPE", "Endpoints:c=https://a/", "Endpoints:c:Headers:a b=x", "Endpoints:c:CertificateAuthority=x", "Endpoints:c:Every=00:01:00",
            "FrontDoorId=x", "AllowedNetworks=a", "TrustedProxies=,", "Maintenance=tomorrow", "Drain=false", "Alerts:After=2",
            "Fleet:a:Source=own", "Fleet:b:Source=c", "Fleet:c:Source=c", "Fleet:d:Url=x", "History:Source=own", "History:Table=x y",
        ];
        return Faults(wrong)
            .Concat(Faults("Drain= "))
            .Concat(Faults("Drain=" + new string('x', 201)))
            .Concat(Faults("Maintenance=,"))
            .Concat(Faults([.. Enumerable.Range(0, 21).Select(i => $"Fleet:r{i}=https://a.table.core.windows.net")]))
            .Append(TickSchedule.Missing)
            .Append(EnvironmentDuplicates.Fault("Health__Timeout", ["Health__Timeout", "HEALTH__TIMEOUT"]));
    }

    private static IReadOnlyList<string> Faults(params string[] settings) => ReadSettings.From(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => s.Split('=', 2)).Select(s => KeyValuePair.Create("Health:" + s[0], (string?)s[1])))
        .Build()).Faults;

    private static IEnumerable<string> OfChecks()
    {
        var options = new HealthCheckServiceOptions();
        foreach (var (name, tags) in new (string, string[])[] { ("twice", []), ("twice", []), ("live", []), ("a b", []), ("x", ["ready"]), ("overall", []), ("y", ["x"]) })
        {
            options.Registrations.Add(new HealthCheckRegistration(name, _ => throw new NotSupportedException(), null, tags));
        }

        return [.. new CheckRegistrationsValidator().Validate(null, options).Failures!, .. OfChecksWithSettings()];
    }

    private static IEnumerable<string> OfChecksWithSettings()
    {
        HealthCheckRegistration[] checks = [.. new[] { "a.b", "a-b" }.Select(name => new HealthCheckRegistration(name, _ => throw new NotSupportedException(), null, null))];
        return ReadSettings.Of(("Checks:a_b:Critical", "false"), ("Checks:c:Critical", "false")).RegisteredChecks.FindFaults(checks, TimeSpan.FromSeconds(2));
    }

    private static IEnumerable<string> OfArguments() =>
        new[] { "--nope", "--port=x" }.Select(argument => Assert.Throws<StartupException>(() => CommandLine.Parse([argument])).Message);

    private static IEnumerable<string> OfFiles()
    {
        using var folder = new TempFolder();
        foreach (var json in new[]
        {
            "{", """{"IsEncrypted": true}""", """{"Values": {"Health__Timeout": "1", "Health:Timeout": "2"}}""", """{"Host": {"LocalHttpPort": "x"}}""",
        })
        {
            File.WriteAllText(folder.Combine("local.settings.json"), json);
            yield return Assert.Throws<StartupException>(() => LocalSettings.Read(folder.Path)).Message;
        }
    }

    /// <summary>The texts of faults as they are written in the sources, with x for what differs.</summary>
    private static IEnumerable<string> InTheSource() =>
        new[] { "HealthFunction.Core", "HealthFunction.AspNetCore", "HealthFunction.SelfHost", "HealthFunction.Telemetry" }
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(Repository.Root, project), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(path => Written().Matches(File.ReadAllText(path)))

            // One that another text begins, which the cases above have.
            .Where(m => !m.Groups[2].Value.StartsWith("{fault}", StringComparison.Ordinal))
            .Select(m => (Subject: m.Groups[1].Value.Contains("Fault", StringComparison.Ordinal) ? "x " : "", Text: m.Groups[2].Value))
            .Select(m => m.Text.StartsWith('{') || !m.Subject.Equals("x ", StringComparison.Ordinal) ? (Subject: "", m.Text) : m)
            .Select(m => m.Subject + Interpolated().Replace(
                m.Text.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("{path}", "x/local.settings.json", StringComparison.Ordinal), "x"));

    [GeneratedRegex(@"(?:(section\S*\.Fault|health\S*\.Fault|[fF]aults\.Add|throw new StartupException|throw Wrong|Result\.Fail)\(|Select\(source =>)\s*(?:string\.Create\(\s*CultureInfo\.InvariantCulture,\s*)?\$?""((?:\{[^{}]*\}|[^""\\{]|\\.)*\.)""")]
    private static partial Regex Written();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Interpolated();
}
