using System.Globalization;
using System.Text;
using System.Text.Json;
using HealthFunction.History.Maintenance;
using HealthFunction.Http;

namespace HealthFunction.Formats.Plans;

/// <summary>
/// Reads a JSON object strictly: an unknown member, and a value that a member does not accept, are faults. The first fault is the answer.
/// </summary>
internal sealed class BodyReader(JsonElement body)
{
    private const string TimeForm = "a time as ISO 8601 with its offset, such as 2026-12-01T22:00Z";

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public HttpAnswer? Fault { get; private set; }

    public void Refuse(string member, string detail) => Fault ??= Problem.BadParameter(member, detail);

    public bool Has(string member)
    {
        _known.Add(member);
        return body.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null;
    }

    /// <summary>A text without control characters other than line feeds, and not blank.</summary>
    public string? Text(string member, int maxLength)
    {
        if (!Has(member))
        {
            return null;
        }

        if (String(member)?.Trim() is { Length: > 0 } text && text.Length <= maxLength && text.EnumerateRunes().All(IsText))
        {
            return text;
        }

        Refuse(member, string.Create(CultureInfo.InvariantCulture, $"{member} accepts 1 to {maxLength} characters of plain text."));
        return null;
    }

    public DateTimeOffset? Time(string member)
    {
        if (!Has(member))
        {
            return null;
        }

        if (String(member) is { } text && MaintenanceWindow.ParseTime(text) is { } time)
        {
            return time;
        }

        Refuse(member, $"{member} accepts {TimeForm}.");
        return null;
    }

    public TimeSpan? Duration(string member, TimeSpan min, TimeSpan max)
    {
        if (!Has(member))
        {
            return null;
        }

        // A bare number would be read as days.
        if (String(member) is { } text && text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration) && duration >= min && duration <= max)
        {
            return duration;
        }

        Refuse(member, $"{member} accepts a duration as hh:mm:ss from {min:c} to {max:c}.");
        return null;
    }

    public T? Choice<T>(string member)
        where T : struct, Enum
    {
        if (!Has(member))
        {
            return null;
        }

        var text = String(member);
        foreach (var value in Enum.GetValues<T>())
        {
            if (PlanJson.Name(value).Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        Refuse(member, $"{member} accepts {string.Join(", ", Enum.GetValues<T>().Select(v => PlanJson.Name(v)))}.");
        return null;
    }

    public IReadOnlyList<string> Texts(string member, int maxCount, Predicate<string> accepts, string form)
    {
        if (!Has(member))
        {
            return [];
        }

        var list = body.GetProperty(member);
        List<string> texts = [];
        if (list.ValueKind == JsonValueKind.Array && list.GetArrayLength() <= maxCount)
        {
            texts.AddRange(list.EnumerateArray().Select(StringOf).OfType<string>().Where(text => accepts(text)));
        }

        if (list.ValueKind != JsonValueKind.Array || texts.Count != list.GetArrayLength())
        {
            Refuse(member, $"{member} accepts {form}.");
        }

        return texts;
    }

    /// <summary>Call after everything was read: the remaining members are unknown.</summary>
    public void RefuseOthers()
    {
        foreach (var member in body.EnumerateObject())
        {
            if (!_known.Contains(member.Name))
            {
                Refuse(member.Name, $"There is no member of that name here; there are {string.Join(", ", _known)}.");
            }
        }
    }

    private string? String(string member) => StringOf(body.GetProperty(member));

    private static string? StringOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return null;
        }
    }

    private static bool IsText(Rune rune) => rune.Value == '\n' || (rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));
}
