using HealthFunction.SelfHost;
using static HealthFunction.Tests.SelfHost.Dockerfile;

namespace HealthFunction.Tests.SelfHost;

/// <summary>The rules of the image; <see cref="ImageTests"/> follow its steps.</summary>
public sealed class DockerfileTests
{
    [Fact]
    public void It_starts_the_self_host_with_arguments_that_it_accepts_on_the_port_that_is_exposed()
    {
        var entryPoint = Command("ENTRYPOINT");

        Assert.Equal(["dotnet", typeof(CommandLine).Assembly.GetName().Name + ".dll"], entryPoint[..2]);
        var commandLine = CommandLine.Parse(entryPoint[2..]);
        Assert.Equal("0.0.0.0", commandLine.Address!.ToString());
        Assert.Equal(Value("EXPOSE"), $"{commandLine.Port}");
    }

    [Fact]
    public void It_checks_itself_with_arguments_that_the_self_host_accepts()
    {
        var check = Command("HEALTHCHECK");

        Assert.Equal(Command("ENTRYPOINT")[..2], check[..2]);
        Assert.NotNull(CommandLine.Parse(check[2..]).Check);
    }

    [Fact]
    public void It_runs_as_a_user_that_is_not_root_on_an_image_without_a_shell()
    {
        Assert.Equal("$APP_UID", Value("USER"));
        Assert.Contains("-chiseled-extra", Image.First().Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Image, i => i.Name is "RUN" or "SHELL" or "ADD" or "VOLUME");
    }

    [Fact]
    public void It_says_what_it_is() =>
        Assert.All(
            new[] { "title", "description", "licenses" },
            label => Assert.Contains($"org.opencontainers.image.{label}=\"", Value("LABEL"), StringComparison.Ordinal));

    [Fact]
    public void No_secret_and_no_build_output_of_the_checkout_gets_into_it()
    {
        var ignored = File.ReadAllLines(Path.Combine(HealthFunction.Testing.Repository.Root, ".dockerignore"));

        Assert.Superset(new HashSet<string> { "**/bin", "**/obj", ".git", ".local", "local.settings.json" }, ignored.ToHashSet());
    }
}
