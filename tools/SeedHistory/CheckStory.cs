using HealthFunction.Checks;
using HealthFunction.History.Runs;

namespace HealthFunction.SeedHistory;

/// <summary>The results of one check, minute by minute: mostly UP with a typical latency, with outages and slow days.</summary>
internal sealed class CheckStory
{
    private static readonly (string Text, double Milliseconds)[] Failures =
    [
        ("connection refused", 0.4), ("timed out after 2000 ms", 2000), ("connection lost", 30), ("too many connections", 2), ("authentication failed", 4),
    ];

    private readonly Random _random;
    private readonly string _name;
    private readonly double _usualMilliseconds;
    private Outage? _outage;
    private DateOnly _day;
    private double _slowness = 1;

    public CheckStory(string name, int seed)
    {
        _name = name;
        _random = new Random(seed);
        _usualMilliseconds = 0.5 * Math.Pow(60, _random.NextDouble());
    }

    public RecordedCheck At(DateTimeOffset time)
    {
        var day = time.UtcDate();
        if (day != _day)
        {
            _day = day;
            _slowness = _random.Next(25) == 0 ? 2 + (6 * _random.NextDouble()) : 1;
        }

        if (_outage is { } past && time >= past.End)
        {
            _outage = null;
        }

        // An outage about every three weeks; while slow, more often.
        if (_outage is null && _random.NextDouble() < (_slowness > 1 ? 3e-4 : 3e-5))
        {
            _outage = NewOutage(time);
        }

        return _outage is { } outage
            ? new RecordedCheck(_name, outage.Verdict, outage.Duration, outage.Error)
            : new RecordedCheck(_name, Verdict.Up, Latency(), null);
    }

    private Outage NewOutage(DateTimeOffset start)
    {
        // Many end within a few minutes, a few last for hours.
        var end = start.AddMinutes(Math.Ceiling(-Math.Log(1 - _random.NextDouble()) * (_random.Next(8) == 0 ? 150 : 8)));
        if (_random.Next(12) == 0)
        {
            return new Outage(start, end, Verdict.Unknown, "no credential", TimeSpan.FromMilliseconds(1));
        }

        var (text, milliseconds) = Failures[_random.Next(Failures.Length)];
        return new Outage(start, end, Verdict.Down, text, Milliseconds(milliseconds));
    }

    // Log-normal, with one slow answer in 200.
    private TimeSpan Latency()
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
        var tail = _random.Next(200) == 0 ? 8 : 1;
        return Milliseconds(Math.Min(_usualMilliseconds * _slowness * tail * Math.Exp(0.35 * normal), 1900));
    }

    private static TimeSpan Milliseconds(double milliseconds) => TimeSpan.FromMicroseconds(Math.Round(milliseconds * 1000));
}
