using HealthFunction.Testing;

namespace HealthFunction.Tests.Docs;

public sealed class LinkTests
{
    public static TheoryData<string> Files => [.. MarkdownFile.All.Select(file => file.Path)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_link_leads_to_a_file_and_a_heading_that_exist(string path)
    {
        var broken = new MarkdownFile(path).Links.Where(target => !Exists(path, target));

        Assert.Empty(broken);
    }

    [Fact]
    public void The_index_names_every_document()
    {
        var named = new MarkdownFile("docs/README.md").Links.Select(target => Resolve("docs/README.md", target)).ToHashSet();

        Assert.All(
            MarkdownFile.All.Select(file => file.Path).Where(path => path.StartsWith("docs/", StringComparison.Ordinal) && path != "docs/README.md"),
            path => Assert.Contains(path, named));
    }

    private static bool Exists(string from, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? from : Resolve(from, parts[0]);
        return Path.Exists(Path.Combine(Repository.Root, path))
            && (parts.Length == 1 || new MarkdownFile(path).Anchors.Contains(parts[1]));
    }

    private static string Resolve(string from, string target) =>
        Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, Path.GetDirectoryName(from)!, target));
}
