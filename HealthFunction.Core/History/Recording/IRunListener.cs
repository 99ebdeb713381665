using HealthFunction.History.Runs;

namespace HealthFunction.History.Recording;

/// <summary>Receives each recorded run once, after it was made.</summary>
internal interface IRunListener
{
    /// <summary>Whether the settings enable it; otherwise it receives no runs.</summary>
    bool IsOn { get; }

    /// <summary>Throws nothing but the cancellation that the host asked for.</summary>
    Task OnRunAsync(RecordedRun run, CancellationToken cancellationToken);
}

/// <summary>Used when the settings do not enable a listener.</summary>
internal sealed class NoRunListener : IRunListener
{
    public bool IsOn => false;

    public Task OnRunAsync(RecordedRun run, CancellationToken cancellationToken) => Task.CompletedTask;
}
