using System.Diagnostics;
using System.Text.Json;
using HealthFunction.Testing;
using HealthFunction.Tests.EndToEnd;
using HealthFunction.Tests.Samples;

namespace HealthFunction.Tests.Reliability;

/// <summary>
/// An app that the fault matrix asks: the self-host, or the sample that HEALTHFUNCTION_MATRIX_SAMPLE names, which was built from the
/// packages.
/// </summary>
internal sealed class MatrixApp : IAsyncDisposable
{
    private static readonly string? SampleName = Environment.GetEnvironmentVariable("HEALTHFUNCTION_MATRIX_SAMPLE");

    private const string SamplePath = "shop/health";

    private readonly IAsyncDisposable _app;
    private readonly Func<Task<TimedAnswer>> _ask;
    private readonly HttpClient _client;
    private readonly string _path;

    private MatrixApp(IAsyncDisposable app, Func<Task<TimedAnswer>> ask, HttpClient client, string path)
    {
        _app = app;
        _ask = ask;
        _client = client;
        _path = path;
    }

    public static async Task<MatrixApp> StartAsync(IReadOnlyDictionary<string, string?> settings, PrivateNames? names = null)
    {
        if (SampleName is null)
        {
            var app = await AppProcess.StartAsync(settings, names: names);
            return new(app, () => AskAsync(app), app.Client, "api/health");
        }

        var sample = await Sample.StartAsync(SampleName, settings, names);
        return new(sample, () => AskAsync(sample), sample.Client, SamplePath);
    }

    public Task<TimedAnswer> AskAsync() => _ask();

    /// <summary>What health+json says of a check: its status and why.</summary>
    public async Task<(string? Status, string? Output)> DescribeAsync(string check)
    {
        var json = await _client.GetStringAsync(new Uri(_path + "?format=health%2Bjson", UriKind.Relative), TestContext.Current.CancellationToken);
        using var report = JsonDocument.Parse(json);
        var entry = report.RootElement.GetProperty("checks").GetProperty($"{check}:responseTime")[0];
        return (entry.GetProperty("status").GetString(), entry.TryGetProperty("output", out var output) ? output.GetString() : null);
    }

    /// <summary>Until every check is up, for which the first run after something else may need more than one request.</summary>
    public Task UntilUpAsync() => Until.TrueAsync(async () => (await AskAsync()).Answer.Status == "UP", "every check is up");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<TimedAnswer> AskAsync(AppProcess app)
    {
        using var asking = new Asking(app.Address);
        return await asking.AskAsync();
    }

    private static async Task<TimedAnswer> AskAsync(Sample sample)
    {
        var start = Stopwatch.GetTimestamp();
        var answer = await Answer.GetAsync(sample.Client, SamplePath);
        return new TimedAnswer(answer, Stopwatch.GetElapsedTime(start));
    }
}
