using System.Text.RegularExpressions;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Docs;

/// <summary>The tables of docs/troubleshooting.md.</summary>
internal static partial class TroubleshootingPage
{
    private static readonly string[][] Rows =
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "docs", "troubleshooting.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split(" | ", StringSplitOptions.TrimEntries)),
    ];

    /// <summary>The start-up faults, with <c>…</c> for what differs.</summary>
    public static IReadOnlyList<string> Faults { get; } = [.. Rows.Where(r => r.Length == 2 && IsCode(r[0]) && HasRoom(r[0])).Select(r => r[0].Trim('`'))];

    /// <summary>The error texts, without their variable part.</summary>
    public static IReadOnlyList<string> ErrorTexts { get; } = [.. Rows.Where(r => r.Length == 2 && IsCode(r[0]) && !HasRoom(r[0])).Select(r => r[0].Trim('`'))];

    /// <summary>The log messages: id, level (empty when it varies), message.</summary>
    public static IReadOnlyList<(string Id, string Level, string Message)> Messages { get; } =
    [
        .. MessageRow().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "troubleshooting.md")))
            .Select(m => (m.Groups[1].Value, m.Groups[2].Value.Trim(), m.Groups[3].Value)),
    ];

    /// <summary>The faults of the page that a line of a program can be.</summary>
    public static IEnumerable<string> Explaining(string line) =>
        Faults.Where(fault => Regex.IsMatch(line, "^" + Regex.Escape(fault).Replace("…", ".+", StringComparison.Ordinal), RegexOptions.Singleline));

    private static bool IsCode(string cell) => cell.StartsWith('`') && cell.EndsWith('`');

    /// <summary>A whole sentence, and not a word of the vocabulary.</summary>
    private static bool HasRoom(string cell) => cell.Contains('…', StringComparison.Ordinal) || cell.EndsWith(".`", StringComparison.Ordinal);

    [GeneratedRegex(@"^\| (\d+) \|([^|]*)\| `(.+?)` \| .", RegexOptions.Multiline)]
    private static partial Regex MessageRow();
}
