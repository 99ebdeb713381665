using System.Text.Json;
using System.Text.RegularExpressions;
using HealthFunction.Testing;

namespace HealthFunction.Tests.SelfHost;

/// <summary>The Dockerfile of the self-host, instruction by instruction.</summary>
internal static partial class Dockerfile
{
    /// <summary>Each instruction with its text, without comments and with continued lines joined.</summary>
    public static IReadOnlyList<(string Name, string Text)> Instructions { get; } =
    [
        .. Continued().Replace(Comments().Replace(File.ReadAllText(Path.Combine(Repository.Root, "HealthFunction.SelfHost", "Dockerfile")), ""), " ")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(' ', 2))
            .Select(parts => (parts[0], parts[1])),
    ];

    /// <summary>The instructions of the last stage: what the image is.</summary>
    public static IEnumerable<(string Name, string Text)> Image => Instructions.Skip(Instructions.ToList().FindLastIndex(i => i.Name == "FROM"));

    /// <summary>The text of an instruction that the image has once.</summary>
    public static string Value(string instruction) => Assert.Single(Image, i => i.Name == instruction).Text;

    /// <summary>The command of an instruction, which has to be a JSON array: there is no shell for any other form.</summary>
    public static string[] Command(string instruction) => JsonSerializer.Deserialize<string[]>(Options().Replace(Value(instruction), ""))!;

    /// <summary>The environment variables of the image.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Environment =>
        Image.Where(i => i.Name == "ENV").Select(i => i.Text.Split('=', 2)).Select(parts => new KeyValuePair<string, string?>(parts[0], parts[1]));

    [GeneratedRegex(@"^(?:--\S+ )*(?:CMD )?")]
    private static partial Regex Options();

    [GeneratedRegex(@"^[ \t]*#.*\n", RegexOptions.Multiline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"[ \t]*\\\n[ \t]*")]
    private static partial Regex Continued();
}
