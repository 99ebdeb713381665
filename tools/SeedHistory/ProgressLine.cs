namespace HealthFunction.SeedHistory;

/// <summary>One line on a terminal that shows the progress; in other outputs a line for each 50 days.</summary>
internal sealed class ProgressLine(string source, int days, TimeProvider time) : IProgress<Written>
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    private long _shown;
    private int _shownDays;

    public void Report(Written value)
    {
        var isDone = value.Days == days;
        if (Console.IsErrorRedirected)
        {
            if (value.Days >= _shownDays + 50 || (isDone && _shownDays < days))
            {
                _shownDays = value.Days;
                Console.Error.WriteLine(Text(value));
            }
        }
        else if (isDone || _shown == 0 || time.GetElapsedTime(_shown) > Between)
        {
            _shown = time.GetTimestamp();
            Console.Error.Write("\r" + Text(value));
        }
    }

    private string Text(Written value) => $"{source}: {value.Days} of {days} days, {value.RunRows:N0} runs";
}
