using System.Text.RegularExpressions;
using HealthFunction.Testing;
using static HealthFunction.Tests.Workflows.YamlFile;

namespace HealthFunction.Tests.Workflows;

/// <summary>The workflows, as far as they can be checked without running them.</summary>
public sealed partial class WorkflowTests
{
    private const string Folder = ".github/workflows";

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, Folder)).Select(path => Path.GetRelativePath(Repository.Root, path))];

    [Theory]
    [MemberData(nameof(Files))]
    public void It_has_the_shape_of_a_workflow(string file) => Assert.Empty(WorkflowShape.Faults(Read(file)));

    [Theory]
    [InlineData("    steps: []", "    step: []", "test has step")]
    [InlineData("    timeout-minutes: 5", "    environment: x", "test has no timeout-minutes")]
    [InlineData("contents: read", "contents: all", "workflow has the permission contents: all")]
    [InlineData("    steps: []", "    needs: other\n    steps: []", "test needs other")]
    [InlineData("    steps: []", "    steps: [{uses: actions/checkout}]", "test, step 1 uses actions/checkout, which is no owner/action@version")]
    [InlineData("    steps: []", "    steps: [{name: x}]", "test, step 1 has to have either uses or run")]
    [InlineData("    steps: []", "    steps: [{run: 'echo ${{ github.token }}'}]", "test, step 1 has an expression in its script")]
    [InlineData("    steps: []", "    steps: [{if: '${{ matrix.os }}', run: ls}]", "test has matrix.os in an expression")]
    [InlineData("push:", "pushed:", "on has pushed")]
    public void A_mistake_is_found(string part, string mistake, string fault)
    {
        const string Sound = """
            name: x
            on: {push: {branches: [main]}}
            permissions: {contents: read}
            jobs:
              test:
                runs-on: ubuntu-latest
                timeout-minutes: 5
                steps: []
            """;
        var broken = Sound.Replace(part, mistake, StringComparison.Ordinal);

        Assert.NotEqual(Sound, broken);
        Assert.Empty(WorkflowShape.Faults(Parse(Sound)));
        Assert.Contains(fault, WorkflowShape.Faults(Parse(broken)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Its_scripts_are_shell_and_call_files_that_exist(string file)
    {
        foreach (var script in Scripts(file))
        {
            Assert.Equal(new ShellResult(0, ""), Shell.TryRunIn(null, "bash", "-n", "-c", script));
            Assert.All(
                OwnFile().Matches(script).Select(m => m.Groups[1].Value).Where(path => !path.StartsWith("artifacts", StringComparison.Ordinal)),
                path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), $"{file} calls {path}, which does not exist."));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void It_names_no_registry(string file) =>
        Assert.DoesNotMatch(RegistryHost(), File.ReadAllText(Path.Combine(Repository.Root, file)));

    [Fact]
    public void A_release_needs_a_tag_and_is_the_only_job_that_may_write()
    {
        var release = Read($"{Folder}/release.yml");

        Assert.Equal(["v*"], Texts(Map(Map(release["on"])["push"])["tags"]));
        Assert.All(
            Files.Select(row => row.Data).Where(file => !file.EndsWith("release.yml", StringComparison.Ordinal)),
            file => Assert.DoesNotContain("contents: write", File.ReadAllText(Path.Combine(Repository.Root, file)), StringComparison.Ordinal));
    }

    private static IEnumerable<string> Scripts(string file) =>
        Map(Read(file)["jobs"]).Values
            .SelectMany(job => List(Map(job)["steps"]))
            .Select(Map)
            .Where(step => step.ContainsKey("run"))
            .Select(step => (string)step["run"]);

    [GeneratedRegex(@"(?:^|[\s=])(?:\./)?((?:\.ci|build|docs|HealthFunction[A-Za-z.]*)/?[A-Za-z0-9_./-]*|\./[A-Za-z0-9_./-]+)", RegexOptions.Multiline)]
    private static partial Regex OwnFile();

    [GeneratedRegex(@"nuget\.org|npmjs|ghcr\.io|docker\.io|pkg\.github|azurecr\.io|mcr\.microsoft", RegexOptions.IgnoreCase)]
    private static partial Regex RegistryHost();
}
