namespace HealthFunction.Testing;

/// <summary>The result of a command.</summary>
public sealed record ShellResult(int ExitCode, string Output);
