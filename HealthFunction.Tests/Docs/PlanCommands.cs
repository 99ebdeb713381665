using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HealthFunction.Tests.Docs;

/// <summary>The commands of docs/draining.md that ask for plans or change them, as they are tried against a running app.</summary>
internal static partial class PlanCommands
{
    private const string Host = "https://$HOST";

    /// <summary>In the document's order, but with the ends last: what has ended cannot be changed.</summary>
    public static IEnumerable<string> All { get; } =
    [
        .. Commands.All
            .Where(c => c.Document == "docs/draining.md" && c.Command.StartsWith("curl ", StringComparison.Ordinal) && c.Command.Contains(Host + "/api/plans", StringComparison.Ordinal))
            .Select(c => c.Command)
            .OrderBy(command => command.Contains("-X DELETE", StringComparison.Ordinal)),
    ];

    /// <summary>The kind of plan that the command's <c>$ID</c> is of.</summary>
    public static string KindOf(string command) => command.Contains("\"text\"", StringComparison.Ordinal) ? "note" : "drain";

    /// <summary>The command as a reader would type it today.</summary>
    /// <param name="command">One of the document.</param>
    /// <param name="address">The app's, instead of the document's host.</param>
    /// <param name="today">The first day that the command names is moved to shortly after this one, or before it for what is over.</param>
    public static string ForNow(string command, Uri address, DateTimeOffset today)
    {
        var days = Day().Matches(command).Select(m => DateOnly.ParseExact(m.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture)).ToList();
        var first = DateOnly.FromDateTime(today.UtcDateTime).AddDays(command.Contains("\"marking\"", StringComparison.Ordinal) ? -1 : 3);
        var moved = Day().Replace(command, m => first
            .AddDays(DateOnly.ParseExact(m.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber - days.Min().DayNumber)
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        return moved.Replace(Host, address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
    }

    /// <summary>The kind and id of the plan that an answer is about; null for a list.</summary>
    public static (string Kind, string Id)? PlanIn(JsonElement answer) =>
        answer.TryGetProperty("id", out var id) ? (answer.GetProperty("kind").GetString()!, id.GetString()!) : null;

    [GeneratedRegex(@"\b20\d\d-\d\d-\d\d(?=T)")]
    private static partial Regex Day();
}
