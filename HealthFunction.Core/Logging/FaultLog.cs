namespace HealthFunction.Logging;

/// <summary>
/// Logs a fault that lasts: once when it begins, at a lower level while it continues, and once when it is over. Thread-safe.
/// </summary>
internal sealed class FaultLog
{
    private bool _isOn;

    /// <summary>Whether the fault has begun and is not over.</summary>
    public bool IsOn => Volatile.Read(ref _isOn);

    /// <param name="first">Logs that the fault begins.</param>
    /// <param name="again">Logs that it continues; null if that needs no line.</param>
    public void Failed(Action first, Action? again = null)
    {
        if (!Interlocked.Exchange(ref _isOn, true))
        {
            first();
        }
        else
        {
            again?.Invoke();
        }
    }

    /// <param name="over">Logs that the fault is over; null if that needs no line.</param>
    public void Succeeded(Action? over = null)
    {
        if (Volatile.Read(ref _isOn) && Interlocked.Exchange(ref _isOn, false))
        {
            over?.Invoke();
        }
    }
}
