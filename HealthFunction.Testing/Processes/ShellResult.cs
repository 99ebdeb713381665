namespace HealthFunction.Testing;

/// <summary>What a command left behind.</summary>
public sealed record ShellResult(int ExitCode, string Output);
