using System.Globalization;
using System.Net;
using HealthFunction.Load.Apps;
using HealthFunction.Testing;

namespace HealthFunction.Load;

/// <summary>A running app under load.</summary>
internal sealed class Subject : IAsyncDisposable
{
    private readonly AppProcess _process;

    private Subject(string name, AppProcess process, int processId)
    {
        Name = name;
        _process = process;
        ProcessId = processId;
    }

    public string Name { get; }

    /// <summary>Of the app itself: under a host, of its worker.</summary>
    public int ProcessId { get; }

    public Uri Address => _process.Address;

    public static async Task<Subject> StartAsync(string name, string program, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var process = await AppProcess.StartAsync(settings, program);
        return new(name, process, process.ProcessId);
    }

    /// <summary>A Functions app under the stand-in for its host.</summary>
    public static async Task<Subject> StartFunctionsAsync(string name, string program, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var process = await AppProcess.StartAsync(
            [.. settings, new(Role.Variable, Role.FunctionsHost), new(FunctionsHost.AppVariable, program)], Role.Program);
        var line = process.Output.Split('\n').First(l => l.StartsWith(FunctionsHost.WorkerLine, StringComparison.Ordinal));
        return new(name, process, int.Parse(line.AsSpan(FunctionsHost.WorkerLine.Length), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    public Task<Measurement> TakeAsync(int connections, TimeSpan length, string path = "/api/health") => Measurement.TakeAsync(
        () => new Connection(new IPEndPoint(IPAddress.Loopback, _process.Address.Port), path), connections, length, TimeProvider.System);

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
