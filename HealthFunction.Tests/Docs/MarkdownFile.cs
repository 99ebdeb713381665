using System.Text.RegularExpressions;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Docs;

/// <summary>A document of the repository.</summary>
/// <param name="Path">Relative to the repository, with <c>/</c>.</param>
internal sealed partial record MarkdownFile(string Path)
{
    private readonly string _text = File.ReadAllText(System.IO.Path.Combine(Repository.Root, Path));

    /// <summary>Those in the folders that people read, without installed packages and build output.</summary>
    public static IReadOnlyList<MarkdownFile> All { get; } =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(new[] { "docs", "infra", "samples", ".github" }.SelectMany(folder =>
                Directory.EnumerateFiles(System.IO.Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories)))
            .Select(path => System.IO.Path.GetRelativePath(Repository.Root, path))
            .Where(path => !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal))
            .Select(path => new MarkdownFile(path)),
    ];

    /// <summary>The text without its code blocks.</summary>
    public string Prose => Fenced().Replace(_text, "");

    /// <summary>The targets of its links to other files and headings, as they are written.</summary>
    public IEnumerable<string> Links =>
        Link().Matches(Prose).Select(m => m.Groups[1].Value).Where(target => !target.Contains("://", StringComparison.Ordinal));

    /// <summary>The anchors of its headings, as GitHub makes them.</summary>
    public IEnumerable<string> Anchors =>
        Heading().Matches(Prose).Select(m => NotInAnchors().Replace(m.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>The code blocks of a language.</summary>
    public IEnumerable<string> Blocks(string language) =>
        Fenced().Matches(_text).Where(m => m.Groups[1].Value == language).Select(m => m.Groups[2].Value);

    public override string ToString() => Path;

    [GeneratedRegex(@"^[ ]*```(\S*)[^\n]*\n(.*?)^[ ]*```[ ]*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchors();
}
