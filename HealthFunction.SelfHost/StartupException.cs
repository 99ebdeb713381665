namespace HealthFunction.SelfHost;

/// <summary>The host cannot start; the message is one line for the person who started it.</summary>
internal sealed class StartupException(string message, int exitCode = StartupException.CannotStart, Exception? innerException = null)
    : Exception(message, innerException)
{
    public const int CannotStart = 1;

    public int ExitCode { get; } = exitCode;
}
