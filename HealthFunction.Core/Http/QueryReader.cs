using System.Collections.Specialized;
using System.Globalization;
using HealthFunction.Checks;

namespace HealthFunction.Http;

/// <summary>
/// Reads a query string strictly: an unknown parameter, a repeated one and a value that the parameter does not accept are faults. The
/// first fault is the answer.
/// </summary>
internal sealed class QueryReader(NameValueCollection query)
{
    private const int MaxTextLength = 500;

    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
    ];

    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    public HttpAnswer? Fault { get; private set; }

    public void Refuse(string parameter, string detail) => Fault ??= Problem.BadParameter(parameter, detail);

    public string? Text(string parameter, string accepts)
    {
        _known.Add(parameter);
        switch (query.GetValues(parameter))
        {
            case null:
                return null;
            case [{ Length: > 0 and <= MaxTextLength } value]:
                return value;
            case { Length: > 1 }:
                Refuse(parameter, $"{parameter} may be given once.");
                return null;
            default:
                Refuse(parameter, $"{parameter} accepts {accepts}.");
                return null;
        }
    }

    /// <summary>A point in time as ISO 8601, in UTC unless it carries an offset.</summary>
    public DateTimeOffset? Time(string parameter)
    {
        const string Form = "a time as ISO 8601, such as 2026-03-14T12:00:00Z; without an offset it is UTC";
        if (Text(parameter, Form) is not { } text)
        {
            return null;
        }

        // A plus sign that was not escaped arrives as a space.
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParseExact(text.Replace(' ', '+'), TimeFormats, CultureInfo.InvariantCulture, Utc, out var time))
        {
            return time;
        }

        Refuse(parameter, $"{parameter} accepts {Form}.");
        return null;
    }

    public int? Number(string parameter, int min, int max)
    {
        var accepts = string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}");
        if (Text(parameter, accepts) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        Refuse(parameter, $"{parameter} accepts {accepts}.");
        return null;
    }

    public Verdict? Status(string parameter)
    {
        const string Form = "UP, DOWN or UNKNOWN";
        if (Text(parameter, Form) is not { } text)
        {
            return null;
        }

        if (VerdictText.TryRead(text) is { } verdict)
        {
            return verdict;
        }

        Refuse(parameter, $"{parameter} accepts {Form}.");
        return null;
    }

    /// <summary>Call after everything was read: the remaining parameters are unknown.</summary>
    public void RefuseOthers()
    {
        foreach (var parameter in query.AllKeys)
        {
            if (parameter is not null && !_known.Contains(parameter))
            {
                Refuse(parameter, $"There is no parameter of that name; there are {string.Join(", ", _known)}.");
            }
        }

        foreach (var nameAlone in query.GetValues(null) ?? [])
        {
            if (nameAlone.Length > 0)
            {
                Refuse(nameAlone, "A parameter is given as name=value.");
            }
        }
    }
}
