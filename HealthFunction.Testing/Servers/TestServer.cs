using System.Diagnostics;
using System.Security.Cryptography;

namespace HealthFunction.Testing;

/// <summary>A real server, private to its owner, on a free port that it keeps for life, with its data in a temporary folder.</summary>
public abstract class TestServer : IAsyncDisposable
{
    private static readonly TimeSpan MaxStartTime = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(20);

    private readonly TempFolder _folder = new();
    private PortLease? _lease;
    private ChildProcess? _process;
    private bool _prepared;
    private string _lastOutput = "";

    public int Port => Lease.Port;

    /// <summary>The server's output since its last start.</summary>
    public string Output => _process?.Output ?? _lastOutput;

    public bool IsRunning => _process is { HasExited: false };

    protected string Folder => _folder.Path;

    /// <summary>The password for clients; alphanumeric, so that it needs no quoting.</summary>
    protected string Password { get; } = NewPassword();

    /// <summary>The signal that makes this server end cleanly at once.</summary>
    protected virtual int StopSignal => Signals.Terminate;

    private PortLease Lease => _lease ?? throw new InvalidOperationException("The server was never started.");

    public static string NewPassword() => RandomNumberGenerator.GetHexString(24, lowercase: true);

    /// <summary>Returns when the server has answered an authenticated request.</summary>
    public async Task StartAsync()
    {
        FastRun.LeaveOut("a server");
        if (IsRunning)
        {
            throw new InvalidOperationException("The server is running.");
        }

        if (!_prepared)
        {
            await PrepareAsync();
            _prepared = true;
        }

        var deadline = Stopwatch.StartNew();
        var keepPort = _lease is not null;
        while (true)
        {
            _lease ??= PortLease.Take();
            if (await TryStartAsync(deadline))
            {
                return;
            }

            // Another process bound the port between the check and the start. A port that clients already know must become free again.
            if (!keepPort)
            {
                _lease.Dispose();
                _lease = null;
            }
        }
    }

    /// <summary>Ends the server cleanly.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            process.Resume();
            process.Signal(StopSignal);
            await process.WaitForExitAsync();
            Forget();
        }
    }

    /// <summary>SIGKILL to the server and everything it started.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            await process.KillAsync();
            Forget();
        }
    }

    /// <summary>SIGSTOP to the server and everything it started: the kernel accepts connections, and nothing is answered.</summary>
    public void Freeze() => _process?.Freeze();

    public void Resume() => _process?.Resume();

    /// <summary>Stops and starts on the same port.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _lease?.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected virtual Task PrepareAsync() => Task.CompletedTask;

    protected abstract ProcessStartInfo Command();

    /// <summary>Throws unless the server answers an authenticated request.</summary>
    protected abstract Task AskAsync(CancellationToken cancellationToken);

    private async Task<bool> TryStartAsync(Stopwatch deadline)
    {
        _process = new ChildProcess(Command());
        while (true)
        {
            try
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                await AskAsync(patience.Token);
                if (!_process.HasExited)
                {
                    return true;
                }
            }
            catch (Exception e) when (deadline.Elapsed < MaxStartTime)
            {
                Trace.WriteLine(e.Message);
            }

            if (_process.HasExited)
            {
                await _process.WaitForExitAsync();
                Forget();
                return IsBindClash(Output) && deadline.Elapsed < MaxStartTime
                    ? false
                    : throw new InvalidOperationException($"{GetType().Name} did not start:\n{Output}");
            }

            await Task.Delay(PollEvery, TimeProvider.System);
        }
    }

    private static bool IsBindClash(string output) =>
        output.Contains("Address already in use", StringComparison.OrdinalIgnoreCase) || output.Contains("EADDRINUSE", StringComparison.Ordinal);

    private void Forget()
    {
        _lastOutput = Output;
        _process?.Dispose();
        _process = null;
    }
}
