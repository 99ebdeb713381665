using HealthFunction.History.Recording;
using HealthFunction.History.Runs;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Alerts;

/// <summary>
/// Takes each run as it is made, and sends what follows from it. A message is stored before it is first sent and removed once it
/// is settled, so an end at any point repeats one at worst, under the id that it had. It takes one caller at a time.
/// </summary>
internal sealed class Alerter(AlertBook book, WebhookClient webhook, AlertWriter writer, TimeProvider time, ILogger<Alerter> logger)
    : IRunListener, IDisposable
{
    public static readonly TimeSpan AbandonAfter = TimeSpan.FromHours(24);

    /// <summary>For all of a tick, storage included, beside the writing of history; what is left over is for the next.</summary>
    public static readonly TimeSpan MaxTickTime = TimeSpan.FromSeconds(20);

    /// <summary>No message is begun after this, so that the last one can end within <see cref="MaxTickTime"/>.</summary>
    private static readonly TimeSpan MaxSendingTime = TimeSpan.FromSeconds(12);

    public bool IsOn => true;

    /// <summary>Never fails for what alerting runs into: the run is to be recorded whatever becomes of the alert.</summary>
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
            // The host stops. What waits is stored.
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

            // The claim is kept only to go on with, so that another recorder need not wait for it to run out.
            await book.SaveAsync(claim: goesOn, cancellationToken).ConfigureAwait(false);
            if (!goesOn)
            {
                return;
            }
        }
    }

    /// <summary>Only ever the first, so that what happened first arrives first.</summary>
    private PendingAlert? Next() =>
        !book.IsClaimedByAnother && book.State.Waiting is [var first, ..] && !(first.NotBefore > time.GetUtcNow()) ? first : null;

    /// <returns>Whether it makes sense to send the next one now.</returns>
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

    /// <summary>A receiver that is away for a day makes some ten lines and not a hundred.</summary>
    private static LogLevel Level(Delivery delivery, int attempt) =>
        !int.IsPow2(attempt) ? LogLevel.Debug : delivery.Outcome == DeliveryOutcome.Misdirected ? LogLevel.Error : LogLevel.Warning;
}
