namespace HealthFunction.Tests.Infra;

[Collection(InfrastructureTests.Name)]
public sealed class CompilerTests(InfrastructureFixture infrastructure)
{
    [Fact]
    public void The_templates_compile_without_a_warning() =>
        Assert.True(infrastructure.Build is { ExitCode: 0, Errors: "" }, infrastructure.Build.Errors);

    [Fact]
    public void The_linter_has_nothing_to_say() =>
        Assert.True(infrastructure.Lint is { ExitCode: 0, Errors: "" }, infrastructure.Lint.Errors + infrastructure.Lint.Output);

    [Fact]
    public void The_linter_has_nothing_to_say_on_the_example_of_a_gateway() =>
        Assert.True(infrastructure.GatewayLint is { ExitCode: 0, Errors: "" }, infrastructure.GatewayLint.Errors + infrastructure.GatewayLint.Output);
}
