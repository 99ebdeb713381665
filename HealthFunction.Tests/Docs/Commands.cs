using System.Text.RegularExpressions;

namespace HealthFunction.Tests.Docs;

/// <summary>The commands in the shell blocks of the documents.</summary>
internal static partial class Commands
{
    /// <summary>What is done with a command, by how it begins; the first that fits.</summary>
    private static readonly (Regex Command, Trial Trial)[] Rules =
    [
        (Begins(@"curl .*http://127\.0\.0\.1:7071/|dotnet run --project tools/SeedHistory |\./test\.sh --help"), Trial.WithTheDemo),
        (Begins(@"\./run\.sh --demo"), Trial.AsTheDemo),
        (Begins(@"\./run\.sh|\./test\.sh|\./bench/[a-z]+\.sh|(?:[A-Z_]+=\S+ )*dotnet (?:HealthFunction\.Tests/bin/\S+|HealthFunction\.SelfHost\.dll check|pack HealthFunction\.sln)(?: |$)"), Trial.Elsewhere),
        (Begins(@"az |azd |func |docker |nginx |cp docs/recipes/|cd samples/|psql |eval ""\$\(azd |curl .*https://|for |done|export PGPASSWORD=|[A-Z]+=|ask\(\)|host\(\)|\$\(az |--|\}"), Trial.Syntax),
    ];

    /// <summary>Every command with the document that has it, continued lines joined, comments left out.</summary>
    public static IEnumerable<(string Document, string Command)> All { get; } =
    [
        .. MarkdownFile.All.SelectMany(file => file.Blocks("sh").SelectMany(block => Continued().Replace(block, " ").Split('\n'))
            .Select(line => Comment().Replace(line, "").Trim())
            .Where(line => line.Length > 0)
            .Select(line => (file.Path, line))),
    ];

    /// <summary>Null when no rule fits.</summary>
    public static Trial? TrialOf(string command) => Rules.Where(rule => rule.Command.IsMatch(command)).Select(rule => (Trial?)rule.Trial).FirstOrDefault();

    private static Regex Begins(string pattern) => new($"^(?:{pattern})", RegexOptions.CultureInvariant);

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continued();

    [GeneratedRegex(@"(?:^|\s+)#.*$")]
    private static partial Regex Comment();
}
