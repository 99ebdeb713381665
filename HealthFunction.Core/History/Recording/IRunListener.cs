using HealthFunction.History.Runs;

namespace HealthFunction.History.Recording;

/// <summary>Gets each recorded run once, when it has been made.</summary>
internal interface IRunListener
{
    /// <summary>Whether the settings ask for it; one that is off gets no run.</summary>
    bool IsOn { get; }

    /// <summary>Throws nothing but the cancellation that the host asked for.</summary>
    Task OnRunAsync(RecordedRun run, CancellationToken cancellationToken);
}

/// <summary>What the settings do not ask for.</summary>
internal sealed class NoRunListener : IRunListener
{
    public bool IsOn => false;

    public Task OnRunAsync(RecordedRun run, CancellationToken cancellationToken) => Task.CompletedTask;
}
