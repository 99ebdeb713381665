using HealthFunction.Testing;

namespace HealthFunction.Tests.Docs;

public sealed class CommandTests
{
    [Fact]
    public void Every_command_of_the_documents_is_tried_or_needs_what_a_test_cannot_have() =>
        Assert.DoesNotContain(Commands.All, c => Commands.TrialOf(c.Command) is null);

    [Fact]
    public void Every_shell_block_is_shell()
    {
        foreach (var (file, block) in MarkdownFile.All.SelectMany(file => file.Blocks("sh").Select(block => (file, block))))
        {
            var check = Shell.TryRunIn(null, "bash", "-n", "-c", block);
            Assert.True(check.ExitCode == 0, $"{file}: {check.Output}");
        }
    }

    [Fact]
    public void Every_program_of_the_repository_that_a_command_names_exists()
    {
        var scripts = Commands.All.Select(c => c.Command.Split(' ')[0]).Where(word => word.StartsWith("./", StringComparison.Ordinal)).ToHashSet();

        Assert.NotEmpty(scripts);
        Assert.All(scripts, script => Assert.True(File.Exists(Path.Combine(Repository.Root, script)), script));
    }
}
