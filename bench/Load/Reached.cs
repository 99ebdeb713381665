namespace HealthFunction.Load;

/// <summary>The ratios that are aimed at, and what the runs came to.</summary>
internal sealed class Reached
{
    private readonly List<Line> _lines = [];

    /// <param name="what">Names the ratio; the same in each run.</param>
    /// <param name="aim">The ratio to reach, as text; empty where it only stands beside another.</param>
    /// <param name="figure">What this run came to.</param>
    public void Add(string what, string aim, double figure)
    {
        var line = _lines.Find(l => l.What == what);
        if (line is null)
        {
            line = new Line(what, aim, []);
            _lines.Add(line);
        }

        line.Figures.Add(figure);
    }

    public void Write()
    {
        Console.WriteLine();
        Console.WriteLine("| ratio | to reach | median | from | to |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var (what, aim, figures) in _lines)
        {
            figures.Sort();
            Console.WriteLine($"| {what} | {aim} | {Show(figures[figures.Count / 2])} | {Show(figures[0])} | {Show(figures[^1])} |");
        }
    }

    private static string Show(double figure) => figure >= 10 ? $"{figure:0.0}" : $"{figure:0.00}";

    private sealed record Line(string What, string Aim, List<double> Figures);
}
