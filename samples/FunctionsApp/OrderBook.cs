namespace Shop;

/// <summary>What this app is about.</summary>
internal sealed class OrderBook
{
    private int _orders;

    /// <summary>Whether orders can be taken.</summary>
    public bool IsOpen { get; set; } = true;

    public int Take() => Interlocked.Increment(ref _orders);
}
