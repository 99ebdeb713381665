using HealthFunction.Testing;

namespace HealthFunction.Tests.Workflows;

/// <summary>build/changes.sh, on a changelog of the test's.</summary>
public sealed class ChangesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public ChangesTests()
    {
        Directory.CreateDirectory(_folder.Combine("build"));
        foreach (var file in new[] { "build/changes.sh", "build/common.sh" })
        {
            File.Copy(Path.Combine(Repository.Root, file), _folder.Combine(file));
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_prints_what_stands_below_the_heading_of_the_version()
    {
        var run = Run("1.2.0", "1.2.0", "# Changelog\n\n## 1.2.0 (2026-12-01)\n\n- New.\n- And newer.\n\n## 1.1.0 (2026-11-01)\n\n- Old.\n");

        Assert.Equal((0, "- New.\n- And newer.\n"), (run.ExitCode, run.Output));
    }

    [Theory]
    [InlineData("1.2.0", "1.1.0", "## 1.2.0 (2026-12-01)\n\n- New.\n", "Change VersionPrefix there, or tag v1.1.0.")]
    [InlineData("1.2.0", "1.2.0", "## 1.2.0 (unreleased)\n\n- New.\n", "with the date instead of 'unreleased'.")]
    [InlineData("1.2.0", "1.2.0", "## 1.2.0 (2026-12-01)\n\n## 1.1.0 (2026-11-01)\n\n- Old.\n", "CHANGELOG.md has no changes of 1.2.0.")]
    [InlineData("1.2.0", "1.2.0", "## 1.2.0-rc.1 (2026-12-01)\n\n- Another.\n", "CHANGELOG.md has no changes of 1.2.0.")]
    public void A_version_that_cannot_be_released_is_refused(string version, string built, string changelog, string says)
    {
        var run = Run(version, built, changelog);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(says, run.Output, StringComparison.Ordinal);
    }

    private ShellResult Run(string version, string built, string changelog)
    {
        File.WriteAllText(_folder.Combine("CHANGELOG.md"), changelog);
        File.WriteAllText(_folder.Combine("Directory.Build.props"), $"<Project>\n  <VersionPrefix>{built}</VersionPrefix>\n</Project>\n");
        return Shell.TryRunIn(_folder.Path, "bash", "build/changes.sh", version);
    }
}
