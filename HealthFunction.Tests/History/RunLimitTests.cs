using Azure.Core;
using Azure.Core.Pipeline;
using HealthFunction.Checks;
using HealthFunction.History.Days;
using HealthFunction.History.Runs;
using HealthFunction.History.Storage;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History;

/// <summary>The maximum number of checks, on the worst day: a run must not be lost just when everything fails.</summary>
public sealed class RunLimitTests(SharedServers servers)
{
    /// <summary>The longest text of the vocabulary.</summary>
    private const string Error = "an earlier attempt is still stuck";

    private const int MaxTransaction = 4 * 1024 * 1024;
    private const int MaxEntity = 1024 * 1024;

    private static readonly string[] Names =
        [.. Enumerable.Range(0, RunLimits.MaxChecks).Select(i => $"{i}.".PadRight(CheckNames.MaxLength, 'n'))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_maximum_of_checks_with_the_longest_names_and_errors_is_recorded_on_the_worst_day()
    {
        var sizes = new RequestSizes();
        var table = new TestTable(await servers.AzuriteAsync(), configure: options => options.AddPolicy(sizes, HttpPipelinePosition.PerCall));
        table.Options.Timeout = TimeSpan.FromSeconds(60);
        var day = WorstDay();
        foreach (var chunk in day.Parts.Chunk(4))
        {
            await table.Table.SubmitAsync([.. chunk.Select(part => RowChange.Add(DayRow.From(day.Date, part)))], Token);
        }

        var run = At(Noon.AddSeconds(59), [.. Names.Select(name => new RecordedCheck(name, Verdict.Unknown, TimeSpan.FromDays(1), Error))]);
        sizes.Largest = 0;
        await new RunWriter(table.Table, TimeProvider.System).WriteAsync([run], Token);

        Assert.Single(await table.RunsAsync());
        Assert.InRange(sizes.Largest, MaxTransaction / 2, MaxTransaction);
        var row = RunRow.From(run);
        Assert.InRange(row.LongText("Checks").Length * sizeof(char), 1, MaxEntity / 2);
    }

    private static Day WorstDay()
    {
        var day = new Day(Noon.UtcDate(), []);
        day.Add(At(Noon, [.. Names.Select(name => Down(name))]));
        foreach (var name in Names)
        {
            var series = day.Find(name)!;
            for (var minute = 0; minute < MinuteMap.Minutes; minute++)
            {
                for (var run = 0; run < 60; run++)
                {
                    series.Add(minute, MinuteState.Up, new TimeSpan((long)Math.Pow(2, ((minute * 60) + run) % 36_000 / 1000.0)), null);
                }

                var state = minute % 3 == 0 ? MinuteState.Down : MinuteState.Unknown;
                series.Add(minute, state, TimeSpan.Zero, $"{minute % ErrorMap.MaxTexts}{Error[2..]}", isPlanned: minute % 2 == 0);
            }
        }

        return day;
    }

    private sealed class RequestSizes : HttpPipelinePolicy
    {
        public long Largest { get; set; }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (message.Request.Content?.TryComputeLength(out var length) == true)
            {
                Largest = Math.Max(Largest, length);
            }

            return ProcessNextAsync(message, pipeline);
        }
    }
}
