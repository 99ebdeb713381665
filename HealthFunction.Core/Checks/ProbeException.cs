namespace HealthFunction.Checks;

/// <summary>
/// Thrown by a probe that knows what its client's failure means. <see cref="Error"/> is shown to callers; the inner exception
/// goes to the log only.
/// </summary>
internal sealed class ProbeException(ErrorText error, Exception? innerException = null, Verdict verdict = Verdict.Down)
    : Exception(error.Text, innerException)
{
    public ErrorText Error { get; } = error;

    /// <summary><see cref="Checks.Verdict.Down"/>, or <see cref="Checks.Verdict.Unknown"/> when the dependency was never asked.</summary>
    public Verdict Verdict { get; } = verdict;
}
