using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace HealthFunction.Tests.Telemetry;

/// <summary>
/// Makes separate meters for one test, and collects their measurements once it listens, so that tests that run at the same time do not
/// receive each other's.
/// </summary>
internal sealed class TestMeters : IMeterFactory
{
    private readonly ConcurrentDictionary<string, Meter> _meters = new();
    private readonly ConcurrentQueue<Measured> _measured = new();
    private readonly ConcurrentDictionary<string, Instrument> _instruments = new();
    private MeterListener? _listener;

    public IReadOnlyList<Measured> Measured => [.. _measured];

    /// <summary>The instruments so far, by name; known while it listens.</summary>
    public IReadOnlyDictionary<string, Instrument> Instruments => _instruments;

    public Meter Create(MeterOptions options) => _meters.GetOrAdd(options.Name, name => new Meter(new MeterOptions(name) { Scope = this }));

    public void Listen()
    {
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == this)
                {
                    _instruments[instrument.Name] = instrument;
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>(Hear);
        _listener.Start();
    }

    /// <summary>Reads the observable instruments.</summary>
    public void Ask() => _listener!.RecordObservableInstruments();

    public IEnumerable<Measured> Of(string instrument) => _measured.Where(m => m.Instrument == instrument);

    public void Dispose()
    {
        _listener?.Dispose();
        foreach (var meter in _meters.Values)
        {
            meter.Dispose();
        }
    }

    private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state = null) =>
        _measured.Enqueue(new Measured(instrument.Name, value, string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}"))));
}
