using System.Globalization;
using System.Text;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Reliability;

/// <summary>The rows of a run as a table in Markdown, printed and kept under TestResults.</summary>
internal sealed class MatrixTable
{
    private readonly List<MatrixRow> _rows = [];

    public MatrixRow Add(string check, string fault)
    {
        var row = new MatrixRow(check, fault);
        _rows.Add(row);
        return row;
    }

    public void Write()
    {
        if (_rows.Count == 0)
        {
            return;
        }

        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "TestResults"));
        File.WriteAllText(Path.Combine(folder.FullName, "fault-matrix.md"), ToString());
        Console.Out.WriteLine($"{Environment.NewLine}{this}{Environment.NewLine}(kept in TestResults/fault-matrix.md)");
    }

    public override string ToString()
    {
        // The plain server of each kind comes before those behind a pooler or with TLS.
        var order = new List<string> { "database", "cache", "table", "endpoint" };
        List<string[]> cells =
        [
            ["check", "fault", "it", "the others", "slowest answer", "UP again"],
            .. _rows
                .OrderBy(r => order.IndexOf(r.Check.Split('.')[0]))
                .ThenBy(r => r.Check is not (BreakableServers.Database or BreakableServers.Cache or BreakableServers.Table or MatrixServers.Endpoint))
                .ThenBy(r => r.Check, StringComparer.Ordinal)
                .ThenBy(r => r.Fault, StringComparer.Ordinal).Select(Cells),
        ];
        var widths = Enumerable.Range(0, cells[0].Length).Select(i => cells.Max(c => c[i].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var (index, row) in cells.Index())
        {
            text.Append("| ").AppendJoin(" | ", row.Select((cell, i) => cell.PadRight(widths[i]))).AppendLine(" |");
            if (index == 0)
            {
                text.Append('|').AppendJoin('|', widths.Select(w => new string('-', w + 2))).AppendLine("|");
            }
        }

        return text.ToString();
    }

    private static string[] Cells(MatrixRow row) =>
    [
        row.Check,
        row.Fault,
        row.Verdict,
        row.Others,
        Milliseconds(row.Slowest),
        row.UpAfter is { } after ? $"{Milliseconds(after)}, answer {row.UpAnswer}" : "",
    ];

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms");
}
