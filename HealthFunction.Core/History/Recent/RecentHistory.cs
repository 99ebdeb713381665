using HealthFunction.Checks;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;
using Microsoft.Extensions.Logging;

namespace HealthFunction.History.Recent;

/// <summary>
/// The last 90 days for the page and the badges. Only one read runs at a time, its result is reused for a while by all requests,
/// and a request waits for it only briefly.
/// </summary>
internal sealed class RecentHistory
{
    /// <summary>The recorder adds one minute a minute.</summary>
    private static readonly TimeSpan MaxFreshAge = TimeSpan.FromSeconds(20);

    /// <summary>A page without history now is better than a page with history later.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    /// <summary>For how long an earlier read is shown while history cannot be read.</summary>
    private static readonly TimeSpan MaxShownAge = TimeSpan.FromHours(6);

    private readonly HistoryStore _store;
    private readonly HistoryReader _reader;
    private readonly HistoryViewBuilder _builder;
    private readonly TimeProvider _time;
    private readonly ReadLog _log;
    private readonly FreshCoalescer<HistoryView> _reads;
    private Kept? _last;
    private HistoryView? _lastRead;

    public RecentHistory(HistoryStore store, HistoryViewBuilder builder, TimeProvider time, ILogger<RecentHistory> logger)
    {
        _store = store;
        _reader = new HistoryReader(store);
        _builder = builder;
        _time = time;
        _log = new ReadLog(logger, store.Source);
        _reads = new FreshCoalescer<HistoryView>(ReadAsync);
    }

    public async ValueTask<HistoryView> GetAsync()
    {
        if (!_store.IsConfigured)
        {
            return HistoryView.Without(HistoryState.NotKept, _time.GetUtcNow());
        }

        if (KeptView() is { } kept)
        {
            return kept;
        }

        // A read that needs longer continues, and later requests use its result.
        var reading = _reads.JoinAsync();
        try
        {
            return await reading.WaitAsync(MaxWait, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return WithoutNews();
        }
    }

    private HistoryView? KeptView() =>
        Volatile.Read(ref _last) is { } last && _time.GetElapsedTime(last.Timestamp) < MaxFreshAge ? last.View : null;

    private async Task<HistoryView> ReadAsync()
    {
        // A request that waited for a read that has just ended uses its result.
        if (KeptView() is { } kept)
        {
            return kept;
        }

        var view = await TryReadAsync().ConfigureAwait(false);
        Volatile.Write(ref _last, new Kept(view, _time.GetTimestamp()));
        return view;
    }

    private async Task<HistoryView> TryReadAsync()
    {
        var now = _time.GetUtcNow();
        try
        {
            var days = await _reader.DaysAsync(HistoryViewBuilder.FirstDay(now), now.UtcDate(), CancellationToken.None).ConfigureAwait(false);
            var view = _builder.Build(days, now);
            Volatile.Write(ref _lastRead, view);
            _log.Succeeded();
            return view;
        }
        catch (Exception e) when (e is HistoryUnavailableException or InvalidDataException)
        {
            _log.Failed(e);
            return WithoutNews();
        }
    }

    private HistoryView WithoutNews()
    {
        var now = _time.GetUtcNow();
        return Volatile.Read(ref _lastRead) is { HasData: true } last && now - last.ReadAt < MaxShownAge
            ? last.AsOld()
            : HistoryView.Without(HistoryState.Unavailable, now);
    }

    private sealed record Kept(HistoryView View, long Timestamp);
}
