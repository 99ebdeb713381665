namespace HealthFunction.Load;

/// <summary>The ratios that are aimed at, and what this run came to.</summary>
internal sealed class Reached
{
    private readonly List<(string What, string Aim, string Figure)> _lines = [];

    public void Add(string what, string aim, string figure) => _lines.Add((what, aim, figure));

    public void Write()
    {
        Console.WriteLine();
        Console.WriteLine("| what | to reach | reached |");
        Console.WriteLine("|---|---|---|");
        foreach (var (what, aim, figure) in _lines)
        {
            Console.WriteLine($"| {what} | {aim} | {figure} |");
        }
    }
}
