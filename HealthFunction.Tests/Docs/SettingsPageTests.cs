using System.Text.RegularExpressions;
using HealthFunction.Testing;
using HealthFunction.Tests.Settings;
using Microsoft.Extensions.Configuration;

namespace HealthFunction.Tests.Docs;

/// <summary>docs/settings.md against the settings that the code knows.</summary>
public sealed partial class SettingsPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "settings.md"));

    /// <summary>A section, the setting that makes it usable, and how the page writes its keys.</summary>
    public static TheoryData<string, string?, string> Sections => new()
    {
        { "Health", null, "Health__" },
        { "Health:History", null, "Health__History__" },
        { "Health:Alerts", "Health:Alerts:Webhook=https://example.com/hook", "Health__Alerts__" },
        { "Health:Page", null, "Health__Page__" },
        { "Health:Fleet:x", "Health:Fleet:x=https://a.table.core.windows.net", "…__" },
        { "Health:Databases:x", "Health:Databases:x=Host=a", "…__" },
        { "Health:Caches:x", "Health:Caches:x=a:6379", "…__" },
        { "Health:Tables:x", "Health:Tables:x=https://a.table.core.windows.net", "…__" },
        { "Health:Checks:x", null, "…__" },
        { "Health:Endpoints:x", "Health:Endpoints:x=https://example.com/", "…__" },
    };

    [Theory]
    [MemberData(nameof(Sections))]
    public void Every_setting_that_the_code_knows_is_on_the_page(string section, string? usable, string prefix)
    {
        var keys = KnownKeys(section, usable);

        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.Contains($"`{prefix}{key}", Page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_setting_on_the_page_is_one_that_the_code_knows()
    {
        var known = Sections.SelectMany(s => KnownKeys(s.Data.Item1, s.Data.Item2).Select(key => s.Data.Item3 + key)).ToHashSet();

        Assert.All(Written().Matches(Page).Select(m => m.Groups[1].Value), name => Assert.Contains(name, known));
    }

    /// <summary>The fault for an unknown setting lists the known ones.</summary>
    private static string[] KnownKeys(string section, string? usable)
    {
        var settings = new Dictionary<string, string?> { [section + ":Nonsense"] = "1" };
        if (usable?.Split('=', 2) is [var name, var value])
        {
            settings[name] = value;
        }

        var fault = Assert.Single(ReadSettings.From(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).Faults);
        return Listed().Match(fault).Groups[1].Value.Split(", ");
    }

    [GeneratedRegex(@" is no setting; \S+ accepts (.+)\.$")]
    private static partial Regex Listed();

    [GeneratedRegex(@"^\| (?:`[^`]+` or )?`((?:Health__|Health__History__|Health__Alerts__|Health__Page__|…__)[A-Za-z]+)(?:__<name>)?`", RegexOptions.Multiline)]
    private static partial Regex Written();
}
