namespace HealthFunction.Checks;

/// <summary>
/// Thrown by a probe that knows the meaning of its client's failure. <see cref="Error"/> is shown to callers; the inner exception is only
/// logged.
/// </summary>
internal sealed class ProbeException(ErrorText error, Exception? innerException = null, Verdict verdict = Verdict.Down)
    : Exception(error.Text, innerException)
{
    public ErrorText Error { get; } = error;

    /// <summary>
    /// <see cref="Checks.Verdict.Down"/>, or <see cref="Checks.Verdict.Unknown"/> if no request was sent to the dependency.
    /// </summary>
    public Verdict Verdict { get; } = verdict;
}
