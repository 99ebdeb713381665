using System.Diagnostics.Metrics;
using HealthFunction.Checks;
using HealthFunction.History.Fleet;
using HealthFunction.History.Recent;
using HealthFunction.History.Recording;
using HealthFunction.History.Storage;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Telemetry;

public sealed class DocumentedInstrumentsTests
{
    [Fact]
    public void The_document_lists_every_instrument_with_its_kind_and_unit_and_no_other()
    {
        using var meters = AllMeters();

        Assert.Equal(
            meters.Instruments.Values.Select(i => $"{i.Name} {Kind(i)} {i.Unit}").Order(),
            Rows().Select(cells => $"{cells[0]} {cells[1]} {cells[2]}").Order());
    }

    [Fact]
    public void Each_instrument_says_itself_what_it_measures()
    {
        using var meters = AllMeters();

        Assert.All(meters.Instruments.Values, instrument => Assert.EndsWith(".", instrument.Description, StringComparison.Ordinal));
    }

    [Fact]
    public void It_lists_their_attributes()
    {
        var attributes = Rows().SelectMany(cells => cells[3].Split(", ", StringSplitOptions.RemoveEmptyEntries)).Distinct();

        Assert.Equal(
            new[]
            {
                RunTelemetry.Group, RunTelemetry.RunState, RunTelemetry.CheckName, RunTelemetry.CheckState, RunTelemetry.ErrorType, HistoryTelemetry.Outcome,
                FleetTelemetry.Source, FleetTelemetry.Outcome, FleetTelemetry.StateName, FleetStates.Series, FleetStates.State,
            }.Order(),
            attributes.Order());
    }

    private static TestMeters AllMeters()
    {
        var meters = new TestMeters();
        _ = new RunTelemetry(meters, TimeProvider.System);
        _ = new HistoryTelemetry(meters, new RunQueue(1));
        _ = new FleetTelemetry(meters);
        var none = new NoHistoryStore("none");
        _ = new FleetStates(new RecentFleet(new FleetReadings([], TimeProvider.System), none), meters, TimeProvider.System);
        meters.Listen();
        return meters;
    }

    private static string Kind(Instrument instrument) => instrument switch
    {
        Histogram<double> => "histogram",
        Counter<long> => "counter",
        ObservableGauge<int> => "gauge",
        ObservableUpDownCounter<int> => "updowncounter",
        _ => throw new NotSupportedException(instrument.GetType().Name),
    };

    /// <summary>The cells of the rows about instruments, without their back-quotes.</summary>
    private static IEnumerable<string[]> Rows() =>
        File.ReadLines(Path.Combine(Repository.Root, "docs", "telemetry.md"))
            .Where(line => line.StartsWith("| `healthfunction.", StringComparison.Ordinal))
            .Select(line => line.Replace("`", "", StringComparison.Ordinal).Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 5);
}
