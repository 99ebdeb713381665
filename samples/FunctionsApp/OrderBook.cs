namespace Shop;

/// <summary>The app's own subject.</summary>
internal sealed class OrderBook
{
    private int _orders;

    /// <summary>Whether orders are accepted.</summary>
    public bool IsOpen { get; set; } = true;

    public int Take() => Interlocked.Increment(ref _orders);
}
