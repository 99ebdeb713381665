using HealthFunction.Testing;

namespace HealthFunction.Tests.Worker;

/// <summary>How the process starts and ends under the Functions host.</summary>
public sealed class LifetimeTests
{
    [Fact]
    public async Task A_wrong_setting_ends_the_start_with_a_line_for_each_fault_before_the_host_is_called()
    {
        var (end, hasConnected) = await WorkerApp.RunAsync(null,
            ("Health__Timeout", "soon"), ("Health__Databases__default", "Host=x;Password=hunter2hunter2;Bogus=1"), ("Health__Nonsense", "1"));

        Assert.Equal(1, end.ExitCode);
        Assert.False(hasConnected);
        var lines = end.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.StartsWith("error: Health__", line, StringComparison.Ordinal));
        Assert.Equal(["Health__Databases__default", "Health__Nonsense", "Health__Timeout"], lines.Select(l => l.Split(' ')[1]).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("hunter2", end.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task A_schedule_that_is_not_set_ends_the_start_with_one_line_where_history_is_kept(string? schedule)
    {
        var (end, hasConnected) = await WorkerApp.RunAsync(null, ("HistorySchedule", schedule));

        Assert.Equal(1, end.ExitCode);
        Assert.False(hasConnected);
        Assert.Equal(
            "error: HistorySchedule is not set, so that no run would be recorded; it accepts an NCRONTAB expression of six fields in UTC, such as 0 * * * * *.",
            end.Output.Trim());
    }

    [Theory]
    [InlineData("AzureWebJobs.RecordHistory.Disabled", "true")]
    [InlineData("AzureWebJobs__RecordHistory__Disabled", "1")]
    [InlineData("AzureWebJobsStorage", null)]
    public async Task A_schedule_need_not_be_set_where_nothing_is_recorded(string setting, string? value)
    {
        await using var worker = await WorkerApp.StartAsync(new Dictionary<string, string?> { ["HistorySchedule"] = null, [setting] = value });
        Assert.Contains(worker.Functions, f => f.Name == "Health");
    }

    /// <summary>
    /// The deadline of the run under way is later than the test's patience. Its caller gets no answer from the worker: the host ends a
    /// worker when all calls are done, or when it has waited for them long enough.
    /// </summary>
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 143)]
    public async Task The_process_ends_though_a_run_is_under_way_with_the_code_that_the_host_understands(bool isSignal, int exitCode)
    {
        await using var endpoint = await HeldEndpoint.StartAsync();
        await using var worker = await WorkerApp.StartAsync(new Dictionary<string, string?>
        {
            ["Health__Timeout"] = "00:01:00",
            ["Health__Endpoints__web"] = endpoint.Url.AbsoluteUri,
        });
        await worker.Client.GetStringAsync(new Uri("api/health", UriKind.Relative), TestContext.Current.CancellationToken);
        endpoint.Hold();
        _ = await worker.BeginAsync("api/health");
        await endpoint.WhenHoldingAsync();

        if (isSignal)
        {
            worker.Terminate();
        }
        else
        {
            worker.RequestEnd();
        }

        Assert.Equal(exitCode, await worker.WaitForExitAsync());
        Assert.DoesNotContain("Unhandled exception", worker.Said, StringComparison.Ordinal);
    }
}
