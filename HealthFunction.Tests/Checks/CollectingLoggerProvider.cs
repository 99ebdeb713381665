using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Tests.Checks;

internal sealed class CollectingLoggerProvider : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _entries = new();
    private readonly SemaphoreSlim _added = new(0);

    public IReadOnlyList<(LogLevel Level, string Text)> Entries => [.. _entries];

    public ILogger CreateLogger(string categoryName) => new CollectingLogger(this);

    /// <summary>Waits until an entry contains the text.</summary>
    public async Task WaitForAsync(string text)
    {
        while (!_entries.Any(e => e.Text.Contains(text, StringComparison.Ordinal)))
        {
            await _added.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public void Dispose() => _added.Dispose();

    private void Add(LogLevel level, string text)
    {
        _entries.Enqueue((level, text));
        _added.Release();
    }

    private sealed class CollectingLogger(CollectingLoggerProvider owner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            owner.Add(logLevel, $"{formatter(state, exception)}{exception}");
    }
}
