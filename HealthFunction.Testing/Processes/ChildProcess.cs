using System.Diagnostics;

namespace HealthFunction.Testing;

/// <summary>A process that a test started, with its output; it never outlives the test process.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly GrowingText _output = new();
    private readonly Task _reading;

    public ChildProcess(ProcessStartInfo start)
    {
        FastRun.LeaveOut("a process");
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        Reaper.Add(Id);
        _process.StandardInput.Close();
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Both streams, in the order in which they were read.</summary>
    public string Output => _output.ToString();

    /// <summary>Waits until <paramref name="find"/> finds something in the output.</summary>
    /// <exception cref="InvalidOperationException">The process ended before.</exception>
    public async Task<T> WaitForOutputAsync<T>(Func<string, T?> find, CancellationToken cancellationToken = default)
        where T : class =>
        await _output.FindAsync(find, _reading, cancellationToken)
        ?? throw new InvalidOperationException("The process ended before it said what was waited for. It said:\n" + Output);

    /// <summary>The exit code, after the process ended and its whole output was read.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken = default)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _reading.WaitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public void Signal(int signal)
    {
        if (!_process.HasExited)
        {
            Signals.Send(Id, signal);
        }
    }

    /// <summary>Stops the whole tree: connections stay open and nothing is answered.</summary>
    public void Freeze() => SignalTree(Signals.Stop);

    public void Resume() => SignalTree(Signals.Continue);

    /// <summary>SIGKILL to the whole tree, frozen or not.</summary>
    public async Task KillAsync()
    {
        SignalTree(Signals.Kill);
        await WaitForExitAsync();
    }

    public void Dispose()
    {
        SignalTree(Signals.Kill);
        _process.WaitForExit();
        Reaper.Remove(Id);
        _process.Dispose();
    }

    private void SignalTree(int signal)
    {
        if (_process.HasExited)
        {
            return;
        }

        // The root is stopped first, so that it cannot start a process between the walk and the signals.
        if (signal != Signals.Continue)
        {
            Signals.Send(Id, Signals.Stop);
        }

        var tree = ProcessTree.Of(Id);
        foreach (var pid in signal == Signals.Continue ? tree.Reverse() : tree)
        {
            Signals.Send(pid, signal);
        }
    }

    private async Task ReadAsync(StreamReader reader)
    {
        var buffer = new char[4096];
        int read;
        while ((read = await reader.ReadAsync(buffer)) > 0)
        {
            _output.Append(buffer.AsSpan(0, read));
        }
    }
}
