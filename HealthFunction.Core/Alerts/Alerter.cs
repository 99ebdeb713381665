using HealthFunction.History.Recording;
using HealthFunction.History.Runs;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Alerts;

/// <summary>
/// Receives each run and sends the messages that follow from it. A message is stored before it is first sent and removed after it
/// is delivered or abandoned. So a crash at any point can only repeat one message, with the same id. Only one caller may use it at
/// a time.
/// </summary>
internal sealed class Alerter(AlertBook book, WebhookClient webhook, AlertWriter writer, TimeProvider time, ILogger<Alerter> logger)
    : IRunListener, IDisposable
{
    public static readonly TimeSpan AbandonAfter = TimeSpan.FromHours(24);

    /// <summary>
    /// The maximum for a whole tick, storage included, in parallel with the writing of history. The rest is left for the next tick.
    /// </summary>
    public static readonly TimeSpan MaxTickTime = TimeSpan.FromSeconds(20);

    /// <summary>After this no further message is sent, so that the last one can end within <see cref="MaxTickTime"/>.</summary>
    private static readonly TimeSpan MaxSendingTime = TimeSpan.FromSeconds(12);

    public bool IsOn => true;

    /// <summary>Does not throw when alerting fails: the run is recorded in any case.</summary>
    public async Task OnRunAsync(RecordedRun run, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        using var budget = new CancellationTokenSource(MaxTickTime, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, cancellationToken);
        try
        {
            book.Add(run);
            await book.SaveAsync(claim: true, linked.Token).ConfigureAwait(false);
            await SendAsync(begin, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            logger.OutOfTime();
        }
        catch (OperationCanceledException)
        {
            // The host stops. The waiting messages are stored.
        }
#pragma warning disable CA1031 // A fault of alerting costs no history.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.Failed(e.GetType().Name);
        }
    }

    public void Dispose() => webhook.Dispose();

    private async Task SendAsync(long begin, CancellationToken cancellationToken)
    {
        while (Next() is { } next && time.GetElapsedTime(begin) < MaxSendingTime)
        {
            var goesOn = await SendAsync(next, cancellationToken).ConfigureAwait(false);

            // Keep the claim only if this instance continues; otherwise another recorder would have to wait until it expires.
            await book.SaveAsync(claim: goesOn, cancellationToken).ConfigureAwait(false);
            if (!goesOn)
            {
                return;
            }
        }
    }

    /// <summary>Always the first one, so that messages arrive in the order of events.</summary>
    private PendingAlert? Next() =>
        !book.IsClaimedByAnother && book.State.Waiting is [var first, ..] && !(first.NotBefore > time.GetUtcNow()) ? first : null;

    /// <returns>Whether the next message should be sent now.</returns>
    private async Task<bool> SendAsync(PendingAlert pending, CancellationToken cancellationToken)
    {
        var message = pending.Message;
        var attempt = pending.Attempts + 1;
        var delivery = await webhook.PostAsync(message.Id, writer.Write(message), cancellationToken).ConfigureAwait(false);
        switch (delivery.Outcome)
        {
            case DeliveryOutcome.Delivered:
                logger.Delivered(message.Kind, message.Id, attempt);
                book.Settle(message);
                return true;

            case DeliveryOutcome.Refused:
                logger.Abandoned(message.Kind, message.Id, delivery.Failure, attempt, pending.Queued, AlertText.Line(message));
                book.Settle(message);
                return true;

            case var _ when book.State.Elapsed - pending.QueuedAtElapsed >= AbandonAfter:
                logger.Abandoned(message.Kind, message.Id, delivery.Failure, attempt, pending.Queued, AlertText.Line(message));
                book.Settle(message);
                return false;

            default:
                var next = time.GetUtcNow() + Backoff.Pause(attempt, delivery.RetryAfter, Random.Shared.NextDouble());
                var level = Level(delivery, attempt);
                logger.NotDelivered(level, message.Kind, message.Id, delivery.Failure, attempt, next);
                book.Postpone(pending with { Attempts = attempt, NotBefore = next });
                return false;
        }
    }

    /// <summary>A receiver that is unavailable for a day makes about ten lines in the log, not a hundred.</summary>
    private static LogLevel Level(Delivery delivery, int attempt) =>
        !int.IsPow2(attempt) ? LogLevel.Debug : delivery.Outcome == DeliveryOutcome.Misdirected ? LogLevel.Error : LogLevel.Warning;
}
