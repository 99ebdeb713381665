using System.Diagnostics;
using System.Text.RegularExpressions;

namespace HealthFunction.Testing;

/// <summary>The self-host as a separate process on a free port, with no settings but the test's.</summary>
public sealed partial class AppProcess : IAsyncDisposable
{
    private static readonly string[] Inherited =
        ["Health__", "History", "AzureWebJobs", "AzureFunctionsJobHost__", "ASPNETCORE_", "DOTNET_ENVIRONMENT", "AZURE_", "FUNCTIONS_", "OTEL_", "APPLICATIONINSIGHTS_"];

    /// <summary>Replaces the values of local.settings.json, so that no test writes into the developer's own storage.</summary>
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["HistorySchedule"] = "0 0 0 1 1 *",
        ["AzureWebJobsStorage"] =
            "DefaultEndpointsProtocol=http;AccountName=nobody;AccountKey=bm9ib2R5;"
            + "BlobEndpoint=http://127.0.0.1:1/nobody;QueueEndpoint=http://127.0.0.1:1/nobody;TableEndpoint=http://127.0.0.1:1/nobody",
    };

    private readonly ChildProcess _process;

    private AppProcess(ChildProcess process, Uri address)
    {
        _process = process;
        Address = address;
        Client = new HttpClient { BaseAddress = address };
    }

    /// <summary>http://127.0.0.1:port/</summary>
    public Uri Address { get; }

    /// <summary>For requests relative to <see cref="Address"/>.</summary>
    public HttpClient Client { get; }

    public int ProcessId => _process.Id;

    /// <summary>Everything the process wrote to both of its streams.</summary>
    public string Output => _process.Output;

    /// <summary>Returns when the app listens.</summary>
    /// <param name="settings">App settings; null removes a default one.</param>
    /// <param name="program">The built app, if it is another one.</param>
    /// <param name="names">The names that it can resolve, if they are not the machine's.</param>
    /// <param name="arguments">Its arguments; a free port by default.</param>
    /// <exception cref="InvalidOperationException">The app ended instead; the message contains its output.</exception>
    public static async Task<AppProcess> StartAsync(
        IEnumerable<KeyValuePair<string, string?>>? settings = null,
        string? program = null,
        PrivateNames? names = null,
        params string[] arguments)
    {
        var command = Command(settings, arguments is [] ? ["--port", "0"] : arguments, program);
        var process = new ChildProcess(names?.Give(command) ?? command);
        try
        {
            var address = await process.WaitForOutputAsync(
                output => Listening().Match(output) is { Success: true } match ? match.Groups[1].Value : null);
            return new AppProcess(process, new Uri(address + "/"));
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>For an app that is expected to end: its exit code and output.</summary>
    public static Task<ShellResult> RunAsync(
        IEnumerable<KeyValuePair<string, string?>>? settings = null, params IEnumerable<string> arguments) =>
        RunProgramAsync(Builds.SelfHost, settings, arguments);

    /// <inheritdoc cref="RunAsync"/>
    public static async Task<ShellResult> RunProgramAsync(
        string program, IEnumerable<KeyValuePair<string, string?>>? settings, params IEnumerable<string> arguments)
    {
        using var process = new ChildProcess(Command(settings, arguments, program));
        var exitCode = await process.WaitForExitAsync();
        return new ShellResult(exitCode, process.Output);
    }

    /// <summary>Returns once the output contains the text.</summary>
    public Task WaitForOutputAsync(string text) =>
        _process.WaitForOutputAsync(output => output.Contains(text, StringComparison.Ordinal) ? text : null);

    /// <summary>Asks the app to end, as a platform does, without waiting for it.</summary>
    public void Terminate() => _process.Signal(Signals.Terminate);

    public Task<int> WaitForExitAsync() => _process.WaitForExitAsync();

    public Task KillAsync() => _process.KillAsync();

    public void Freeze() => _process.Freeze();

    public void Resume() => _process.Resume();

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    internal static ProcessStartInfo Command(
        IEnumerable<KeyValuePair<string, string?>>? settings, IEnumerable<string> arguments, string? program = null)
    {
        var start = new ProcessStartInfo("dotnet", [program ?? Builds.SelfHost, .. arguments]);
        foreach (var name in start.Environment.Keys.Where(IsInherited).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in Defaults.Concat(settings ?? []))
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static bool IsInherited(string name) => Inherited.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"^(?:Self-host listening on|\s+Now listening on:) (http://\S+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Listening();
}
