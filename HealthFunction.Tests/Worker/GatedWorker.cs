using HealthFunction.Testing;

namespace HealthFunction.Tests.Worker;

/// <summary>The Functions app behind both gates, out of rotation. It starts when the first test needs it.</summary>
public sealed class GatedWorker : IAsyncDisposable
{
    public const string FrontDoorId = "6a7c1d52-4a0e-4b1f-9d3c-0f2b8f1d7e11";
    public const string Reason = "moving to another region";

    private WorkerApp? _app;

    internal async Task<WorkerApp> StartAsync() => _app ??= await WorkerApp.StartAsync(new Dictionary<string, string?>
    {
        ["Health__AllowedNetworks"] = "192.0.2.0/24, 2001:db8::/32",
        ["Health__FrontDoorId"] = FrontDoorId,
        ["Health__Drain"] = Reason,
    });

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }
}
