using System.Runtime.CompilerServices;
using HealthFunction.Checks;
using HealthFunction.History.Fleet;
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
    private readonly FleetReadings? _fleet;
    private readonly ConditionalWeakTable<FleetReading, HistoryView> _ofFleet = [];
    private Kept? _last;
    private HistoryView? _lastRead;

    /// <param name="store">The app's own history.</param>
    /// <param name="builder">Makes the view.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For reads that fail.</param>
    /// <param name="fleet">Reads the own history together with that of other regions; null when there are none.</param>
    public RecentHistory(
        HistoryStore store, HistoryViewBuilder builder, TimeProvider time, ILogger<RecentHistory> logger, FleetReadings? fleet = null)
    {
        _fleet = fleet;
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

        if (_fleet is not null)
        {
            // The same reading that the fleet is shown from, so that no table is read twice.
            return _ofFleet.GetValue(await _fleet.GetAsync(TimeSpan.FromDays(HistoryView.Days)).ConfigureAwait(false), OfFleet);
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

    private HistoryView OfFleet(FleetReading reading)
    {
        var own = reading.Sources.First(source => source.Source == _store.Source);
        return own.State switch
        {
            SourceState.Unreadable => HistoryView.Without(HistoryState.Unavailable, reading.Now),
            SourceState.Old => _builder.Build(own.Member.Days, own.ReadAt!.Value).AsOld(),
            _ => _builder.Build(own.Member.Days, reading.Now),
        };
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
