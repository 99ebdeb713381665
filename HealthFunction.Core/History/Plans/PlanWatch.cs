using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HealthFunction.History.Plans;

/// <summary>
/// Reads the plans of each table in the background, each by itself, so that a table that does not answer makes no other one late. The first
/// reading begins before the host accepts requests: an instance that starts while it is drained must not answer that it serves.
/// </summary>
internal sealed class PlanWatch(IServiceProvider services, TimeProvider time) : IHostedLifecycleService, IDisposable
{
    /// <summary>With the time of one call, an instance obeys within 15 seconds.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>How long a start waits for the first reading: storage that does not answer must not prevent it.</summary>
    private static readonly TimeSpan MaxStartWait = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        // Resolved here and not in the constructor: wrong settings are reported by their validation.
        var book = services.GetRequiredService<PlanBook>();
        var keeper = services.GetRequiredService<PlanKeeper>();
        List<Task> first = [];
        List<Task> running = [];
        foreach (var table in book.Tables)
        {
            var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            first.Add(read.Task);
            running.Add(Task.Run(() => FollowAsync(table, book, keeper, read), CancellationToken.None));
        }

        _running = Task.WhenAll(running);
        await Task.WhenAny(Task.WhenAll(first), Task.Delay(MaxStartWait, time, cancellationToken)).ConfigureAwait(false);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => _stopping.CancelAsync();

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // For hosts that know no stages.
        await _stopping.CancelAsync().ConfigureAwait(false);
        await ((Task)_running.WaitAsync(cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    private async Task FollowAsync(PlanTable table, PlanBook book, PlanKeeper keeper, TaskCompletionSource read)
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                var isRead = await table.ReadAsync(_stopping.Token).ConfigureAwait(false);

                // Also when it was not read: a drain may have come to its end.
                book.Refresh();
                read.TrySetResult();
                if (isRead && table == book.Own)
                {
                    await keeper.KeepAsync(_stopping.Token).ConfigureAwait(false);
                }

                await Task.Delay(Interval, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host stops.
        }
        finally
        {
            read.TrySetResult();
        }
    }
}
