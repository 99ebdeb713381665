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
    public static CheckTraits Read(SettingsSection section, TimeSpan timeout, bool isCritical) => new()
    {
        SlowAfter = ReadSlowAfter(section, timeout),
        Every = ReadEvery(section, isCritical),
        Tags = ReadTags(section),
        Description = ReadDescription(section),
        Link = ReadLink(section),
    };

    private static TimeSpan? ReadSlowAfter(SettingsSection section, TimeSpan timeout)
    {
        var slowAfter = section.Duration("SlowAfter", MinSlowAfter, CheckOptions.MaxTimeout);
        if (slowAfter < timeout)
        {
            return slowAfter;
        }

        if (slowAfter is not null)
        {
            section.Child("SlowAfter").Fault($"is \"{slowAfter:c}\"; it accepts a duration below the check's timeout, which is {timeout:c}.");
        }

        return null;
    }

    /// <summary>A verdict that routes traffic is of now, unless the operator says otherwise.</summary>
    private static TimeSpan? ReadEvery(SettingsSection section, bool isCritical)
    {
        var every = section.Duration("Every", MinEvery, MaxEvery);
        var isAllowed = section.Flag("EveryWhenCritical") ?? false;
        if (every is not null && isCritical && !isAllowed)
        {
            section.Child("Every").Fault(
                $"is \"{every:c}\", and the overall verdict depends on this check; it needs {section.Name}__Critical=false, or {section.Name}__EveryWhenCritical=true if the verdict may be that old.");
            return null;
        }

        return every;
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
