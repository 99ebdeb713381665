using HealthFunction.Checks;
using HealthFunction.Settings;

namespace HealthFunction.Formats.Status;

/// <summary><c>Health__Page__…</c>: what the status page says of itself.</summary>
internal sealed record PageOptions
{
    /// <summary>In characters.</summary>
    public const int MaxTitleLength = 100;

    /// <summary>The heading of the page, and the first part of its title; null for none.</summary>
    public string? Title { get; init; }

    public static PageOptions Read(SettingsSection health)
    {
        var section = health.Child("Page");
        var title = section.Text("Title")?.Trim();
        section.RefuseUnknownKeys();
        if (title is not null && !(title.Length is > 0 and <= MaxTitleLength && title.EnumerateRunes().All(DrainReason.IsText)))
        {
            section.Child("Title").Fault($"cannot be a heading; it accepts 1 to {MaxTitleLength} characters in one line, without control characters.");
            title = null;
        }

        return new PageOptions { Title = title };
    }
}
