using System.Diagnostics;
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

    private readonly IAsyncDisposable _app;
    private readonly Func<Task<TimedAnswer>> _ask;

    private MatrixApp(IAsyncDisposable app, Func<Task<TimedAnswer>> ask)
    {
        _app = app;
        _ask = ask;
    }

    public static async Task<MatrixApp> StartAsync(IReadOnlyDictionary<string, string?> settings, PrivateNames? names = null)
    {
        if (SampleName is null)
        {
            var app = await AppProcess.StartAsync(settings, names: names);
            return new(app, () => AskAsync(app));
        }

        var sample = await Sample.StartAsync(SampleName, settings, names);
        return new(sample, () => AskAsync(sample));
    }

    public Task<TimedAnswer> AskAsync() => _ask();

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
        var answer = await Answer.GetAsync(sample.Client, "shop/health");
        return new TimedAnswer(answer, Stopwatch.GetElapsedTime(start));
    }
}
