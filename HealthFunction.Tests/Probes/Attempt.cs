using HealthFunction.Checks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Tests.Probes;

/// <summary>Runs a probe as the runner does: with a token that is cancelled at the deadline.</summary>
internal static class Attempt
{
    public const string Up = "UP";

    /// <summary>
    /// The attempt ended with its deadline: by its token, for which the runner has this text, or by the client's own timeout shortly
    /// before.
    /// </summary>
    public const string TimedOut = "timed out after 2000 ms";

    /// <summary>The time that the contract allows an attempt between its deadline and the moment when it counts as stuck.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);

    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(2);

    /// <returns><see cref="Up"/>, <see cref="TimedOut"/> or the public error text.</returns>
    public static async Task<string> RunAsync(IHealthCheck probe, TimeSpan? timeout = null)
    {
        using var deadline = new CancellationTokenSource();
        var attempt = JudgeAsync(probe, deadline.Token);
        try
        {
            return await attempt.WaitAsync(timeout ?? Timeout);
        }
        catch (TimeoutException)
        {
            await deadline.CancelAsync();
            return await attempt.WaitAsync(Grace);
        }
    }

    private static async Task<string> JudgeAsync(IHealthCheck probe, CancellationToken cancellationToken)
    {
        try
        {
            var result = await Task.Run(() => probe.CheckHealthAsync(new HealthCheckContext(), cancellationToken), CancellationToken.None);
            Assert.Equal(HealthStatus.Healthy, result.Status);
            return Up;
        }
        catch (ProbeException e)
        {
            Assert.Equal(e.Error.Text, e.Message);
            return e.Verdict == Verdict.Unknown ? $"UNKNOWN: {e.Error}" : e.Error.Text;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return TimedOut;
        }
    }
}
