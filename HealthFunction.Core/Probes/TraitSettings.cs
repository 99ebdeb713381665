using System.Globalization;
using HealthFunction.Checks;
using HealthFunction.Settings;

namespace HealthFunction.Probes;

/// <summary>Reads what the settings say of a dependency beside its client. All of it is shown to callers.</summary>
internal static class TraitSettings
{
    public const int MaxTags = 20;
    public const int MaxDescriptionLength = 200;

    private static readonly TimeSpan MinSlowAfter = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MinEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxEvery = TimeSpan.FromDays(1);

    /// <param name="section">The dependency's section.</param>
    /// <param name="timeout">The timeout of the check.</param>
    /// <param name="isCritical">Whether the overall verdict depends on it.</param>
    public static CheckTraits Read(SettingsSection section, TimeSpan timeout, bool isCritical)
    {
        var (traits, mayBeOld) = Read(section);
        section.Report(FindFaults(section.Name, traits, mayBeOld, timeout, isCritical));
        return traits;
    }

    /// <summary>What is said of a check whose timeout is not known yet, and whether a critical one may have a period.</summary>
    public static (CheckTraits Traits, bool MayBeOld) Read(SettingsSection section) => (
        new()
        {
            SlowAfter = section.Duration("SlowAfter", MinSlowAfter, CheckOptions.MaxTimeout),
            Every = section.Duration("Every", MinEvery, MaxEvery),
            Tags = ReadTags(section),
            Description = ReadDescription(section),
            Link = ReadLink(section),
        },
        section.Flag("EveryWhenCritical") ?? false);

    /// <summary>What does not fit the check: a verdict that routes traffic is of now, unless the operator says otherwise.</summary>
    public static IEnumerable<string> FindFaults(string section, CheckTraits traits, bool mayBeOld, TimeSpan timeout, bool isCritical)
    {
        if (traits.SlowAfter >= timeout)
        {
            yield return $"{section}__SlowAfter is \"{traits.SlowAfter:c}\"; it accepts a duration below the check's timeout, which is {timeout:c}.";
        }

        if (traits.Every is not null && isCritical && !mayBeOld)
        {
            yield return $"{section}__Every is \"{traits.Every:c}\", and the overall verdict depends on this check; it needs {section}__Critical=false, or {section}__EveryWhenCritical=true if the verdict may be that old.";
        }
    }

    private static string[] ReadTags(SettingsSection section)
    {
        if (section.Text("Tags") is not { } text)
        {
            return [];
        }

        var tags = text.Split(',', StringSplitOptions.TrimEntries);
        if (tags.FirstOrDefault(tag => !CheckNames.IsUsable(tag) || CheckNames.IsReserved(tag)) is { } wrong)
        {
            section.Child("Tags").Fault(string.Create(
                CultureInfo.InvariantCulture,
                $"has \"{wrong}\"; it accepts names of groups separated by commas, each of 1 to {CheckNames.MaxLength} letters, digits, '_', '-' and '.' and none of {CheckNames.ReservedNames}."));
        }
        else if (tags.Length > MaxTags)
        {
            section.Child("Tags").Fault(string.Create(CultureInfo.InvariantCulture, $"has {tags.Length} names; it accepts at most {MaxTags}."));
        }

        return tags;
    }

    private static string? ReadDescription(SettingsSection section)
    {
        var text = section.Text("Description")?.Trim();
        if (text is null || (text.Length is > 0 and <= MaxDescriptionLength && text.EnumerateRunes().All(DrainReason.IsText)))
        {
            return text;
        }

        section.Child("Description").Fault(string.Create(
            CultureInfo.InvariantCulture,
            $"cannot be shown; it accepts 1 to {MaxDescriptionLength} characters in one line, without control characters."));
        return null;
    }

    private static Uri? ReadLink(SettingsSection section)
    {
        if (section.Text("Link") is not { } text)
        {
            return null;
        }

        var link = WebAddress.TryReadLink(text);
        if (link is null)
        {
            section.Child("Link").Fault($"is no URL that can be linked to (what it holds is not shown); {WebAddress.LinkForm}");
        }

        return link;
    }
}
