namespace HealthFunction.Tests.Fixtures;

/// <summary>What a command left behind.</summary>
public sealed record ShellResult(int ExitCode, string Output);
