using System.Collections.Concurrent;

namespace HealthFunction.Testing;

/// <summary>One worker's stream: it is called, answers with the request's id, and logs in between.</summary>
internal sealed class WorkerChannel(GrpcStream stream)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<ProtoMessage>> _asked = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _workerId = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly GrowingText _log = new();
    private int _count;

    /// <summary>The id in the worker's first message.</summary>
    public Task<string> WorkerId => _workerId.Task;

    /// <summary>Everything the worker logged, one line each, exceptions after theirs.</summary>
    public string Log => _log.ToString();

    /// <summary>Carries messages until the worker hangs up.</summary>
    public async Task RunAsync()
    {
        var sending = stream.SendAsync();
        try
        {
            while (await stream.ReadAsync() is { } bytes)
            {
                Take(new ProtoMessage(bytes));
            }

            stream.Complete();
            await sending;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // A worker that was killed.
        }

        _ended.SetResult();
        foreach (var answer in _asked.Values)
        {
            answer.TrySetException(HungUp());
        }
    }

    /// <param name="kind">The kind of message, see <see cref="Rpc.Kind"/>.</param>
    /// <param name="content">The message.</param>
    /// <param name="answerKind">The kind that answers it.</param>
    /// <exception cref="IOException">The worker hung up.</exception>
    public async Task<ProtoMessage> AskAsync(int kind, ProtoWriter content, int answerKind)
    {
        var id = FormattableString.Invariant($"request-{Interlocked.Increment(ref _count)}");
        var answer = new TaskCompletionSource<ProtoMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[id] = answer;
        if (_ended.Task.IsCompleted)
        {
            throw HungUp();
        }

        Send(kind, content, id);
        return (await answer.Task).Message(answerKind);
    }

    /// <summary>For messages without an answer.</summary>
    public void Send(int kind, ProtoWriter content) => Send(kind, content, "");

    /// <summary>Whether the log got the text before the worker hung up.</summary>
    public async Task<bool> HasLoggedAsync(string text, CancellationToken cancellationToken) =>
        await _log.FindAsync(log => log.Contains(text, StringComparison.Ordinal) ? log : null, _ended.Task, cancellationToken) is not null;

    private static IOException HungUp() => new("The worker hung up.");

    private void Send(int kind, ProtoWriter content, string id) =>
        stream.Write(new ProtoWriter().Text(Rpc.RequestId, id).Message(kind, content).Written);

    private void Take(ProtoMessage message)
    {
        if (message.Has(Rpc.Kind.StartStream))
        {
            _workerId.TrySetResult(message.Message(Rpc.Kind.StartStream).Text(2));
        }
        else if (message.Has(Rpc.Kind.Log))
        {
            var entry = message.Message(Rpc.Kind.Log);
            _log.Append($"{entry.Text(2)}: {entry.Text(4)}\n{entry.Message(6).Text(2)}{entry.Message(6).Text(1)}\n");
        }
        else if (_asked.TryRemove(message.Text(Rpc.RequestId), out var answer))
        {
            answer.TrySetResult(message);
        }
    }
}
