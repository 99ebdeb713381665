using Azure.Data.Tables;
using HealthFunction.History.Days;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;
using HealthFunction.Testing;

namespace HealthFunction.Tests.History;

/// <summary>A table of its own in an Azurite, and the app's classes on top of it.</summary>
internal sealed class TestTable
{
    private static int _count;

    public TestTable(AzuriteServer server, string source = "test", int? port = null, Action<TableClientOptions>? configure = null, TimeProvider? time = null)
        : this(server.ConnectionString(port: port), $"History{Interlocked.Increment(ref _count)}x{Environment.ProcessId}", source, configure, time)
    {
    }

    public TestTable(string connection, string name, string source = "test", Action<TableClientOptions>? configure = null, TimeProvider? time = null)
    {
        Options = new HistoryOptions { ConnectionString = connection, Table = name, Source = source };
        Client = HistoryConnection.TryCreate(Options, new Microsoft.Extensions.Configuration.ConfigurationManager(), configure)!;
        Table = new HistoryTable(Client, source, Options.Timeout, time ?? TimeProvider.System);
        Reader = new HistoryReader(Table);
    }

    public HistoryOptions Options { get; }

    public TableClient Client { get; }

    public HistoryTable Table { get; }

    public HistoryReader Reader { get; }

    public RunWriter NewWriter() => new(Table, TimeProvider.System);

    public async Task<Day> DayAsync(DateOnly date) =>
        (await Reader.DaysAsync(date, date, TestContext.Current.CancellationToken)).Single();

    public async Task<IReadOnlyList<RecordedRun>> RunsAsync() =>
        (await Reader.RunsAsync(new RunQuery { Limit = 1000 }, TestContext.Current.CancellationToken)).Runs;
}
