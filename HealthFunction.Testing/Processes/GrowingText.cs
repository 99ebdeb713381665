using System.Text;

namespace HealthFunction.Testing;

/// <summary>Text that one thread writes while others wait for something in it.</summary>
internal sealed class GrowingText
{
    private readonly StringBuilder _text = new();
    private TaskCompletionSource _more = NewSignal();

    public void Append(ReadOnlySpan<char> more)
    {
        lock (_text)
        {
            _text.Append(more);
        }

        Interlocked.Exchange(ref _more, NewSignal()).SetResult();
    }

    /// <summary>Waits until <paramref name="find"/> finds something in the text.</summary>
    /// <returns>Null when nothing was found until <paramref name="ended"/>, after which no more is written.</returns>
    public async Task<T?> FindAsync<T>(Func<string, T?> find, Task ended, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            var more = Volatile.Read(ref _more).Task;
            var isLast = ended.IsCompleted;
            if (find(ToString()) is { } found)
            {
                return found;
            }

            if (isLast)
            {
                return null;
            }

            await Task.WhenAny(more, ended).WaitAsync(cancellationToken);
        }
    }

    public override string ToString()
    {
        lock (_text)
        {
            return _text.ToString();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
