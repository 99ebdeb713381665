namespace HealthFunction.Logging;

/// <summary>
/// Reports a fault that lasts: once when it begins, quietly while it goes on, and once when it is over. Any number of threads may
/// use it.
/// </summary>
internal sealed class FaultLog
{
    private bool _isOn;

    /// <summary>Whether the fault has begun and is not over.</summary>
    public bool IsOn => Volatile.Read(ref _isOn);

    /// <param name="first">Logs that the fault begins.</param>
    /// <param name="again">Logs that it goes on; nothing when there is no more to say of it.</param>
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

    /// <param name="over">Logs that the fault is over; nothing when that needs no line.</param>
    public void Succeeded(Action? over = null)
    {
        if (Volatile.Read(ref _isOn) && Interlocked.Exchange(ref _isOn, false))
        {
            over?.Invoke();
        }
    }
}
