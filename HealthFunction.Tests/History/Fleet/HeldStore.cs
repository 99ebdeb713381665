using HealthFunction.History.Runs;
using HealthFunction.History.Storage;
using static HealthFunction.Tests.History.Runs;

namespace HealthFunction.Tests.History.Fleet;

/// <summary>Storage that answers nothing until the test releases it, and then has one run.</summary>
internal sealed class HeldStore(string source) : HistoryStore(source)
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _dayReads;

    public override bool IsConfigured => true;

    /// <summary>How often days were asked for, and not only the oldest row.</summary>
    public int DayReads => Volatile.Read(ref _dayReads);

    public void Release() => _released.TrySetResult();

    public override Task<SubmitResult> SubmitAsync(IReadOnlyList<RowChange> changes, CancellationToken cancellationToken) => throw new NotSupportedException();

    public override async Task<RowPage> PageAsync(RowRange range, string? continuation, CancellationToken cancellationToken)
    {
        if (range.PageSize is null)
        {
            Interlocked.Increment(ref _dayReads);
        }

        await _released.Task;
        var day = InMemory.Days([At(Noon, Up("a"))]).Single();
        return new RowPage([.. day.Parts.Select(part => DayRow.From(Noon.UtcDate(), part))], null);
    }
}
