using Microsoft.Extensions.Logging;

namespace HealthFunction.Probes;

/// <summary>
/// Why a multiplexer has no connection. The library tells its log and hardly anyone else: what its commands throw tells only that
/// there is none, and may be thrown before the reason is known.
/// </summary>
internal sealed class CacheTrouble : ILoggerFactory, ILogger
{
    private readonly TaskCompletionSource<Exception> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the first failure, if there ever is one.</summary>
    public Task<Exception> First => _first.Task;

    public void Add(Exception failure) => _first.TrySetResult(failure);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is not null)
        {
            Add(exception);
        }
    }

    public void Dispose()
    {
    }
}
