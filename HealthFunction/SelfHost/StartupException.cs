namespace HealthFunction.SelfHost;

/// <summary>The host cannot start; the message is one line for the person who started it.</summary>
internal sealed class StartupException(string message, int exitCode = 1, Exception? innerException = null)
    : Exception(message, innerException)
{
    public int ExitCode { get; } = exitCode;
}
