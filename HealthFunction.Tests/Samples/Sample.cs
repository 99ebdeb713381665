using HealthFunction.Testing;

namespace HealthFunction.Tests.Samples;

/// <summary>A running sample: an app with its own routes and its own check that embeds HealthFunction from a package.</summary>
internal abstract class Sample : IAsyncDisposable
{
    public const string Web = "WebApp";
    public const string Functions = "FunctionsApp";

    /// <summary>For requests relative to the app's root.</summary>
    public abstract HttpClient Client { get; }

    /// <summary>The path of the app's own route, which accepts POST.</summary>
    public abstract string OwnRoute { get; }

    /// <summary>Everything that the app wrote.</summary>
    public abstract string Output { get; }

    /// <summary>Skips the test if the sample was not built.</summary>
    public static async Task<Sample> StartAsync(string name, IReadOnlyDictionary<string, string?> settings, PrivateNames? names = null)
    {
        var program = ProgramOf(name);
        return name == Web
            ? new WebSample(await AppProcess.StartAsync(settings, program, names, ["--urls", "http://127.0.0.1:0"]))
            : new FunctionsSample(await WorkerApp.StartAsync(settings, program, names));
    }

    /// <summary>For a sample that is expected not to start.</summary>
    public static async Task<ShellResult> RunAsync(string name, string setting, string value) => name == Web
        ? await AppProcess.RunProgramAsync(ProgramOf(name), [new(setting, value)], "--urls", "http://127.0.0.1:0")
        : (await WorkerApp.RunAsync(ProgramOf(name), (setting, value))).End;

    /// <summary>Makes the app record a run.</summary>
    public abstract Task TickAsync();

    public abstract ValueTask DisposeAsync();

    private static string ProgramOf(string name)
    {
        var program = Builds.Sample(name);
        Assert.SkipUnless(File.Exists(program), "The sample is not built: ./test.sh packs the packages and builds the samples from them.");
        return program;
    }

    private sealed class WebSample(AppProcess app) : Sample
    {
        public override HttpClient Client => app.Client;

        public override string OwnRoute => "orders";

        public override string Output => app.Output;

        /// <summary>Its own timer records.</summary>
        public override Task TickAsync() => Task.CompletedTask;

        public override ValueTask DisposeAsync() => app.DisposeAsync();
    }

    private sealed class FunctionsSample(WorkerApp app) : Sample
    {
        public override HttpClient Client => app.Client;

        public override string OwnRoute => "shop/orders";

        public override string Output => app.Said;

        public override async Task TickAsync() => Assert.True((await TimerTick.SendAsync(app, TimeProvider.System.GetUtcNow())).IsSuccess);

        public override ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
