using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using HealthFunction.Net;
using HealthFunction.Testing;
using Microsoft.Extensions.Time.Testing;

namespace HealthFunction.Tests.Net;

public sealed class NameResolverTests : IDisposable
{
    private static readonly IPAddress[] Found = [IPAddress.Loopback];

    private readonly FakeTimeProvider _time = new();
    private readonly ManualResetEventSlim _resolverSpeaks = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly NameResolver _names;
    private volatile bool _speaksFromNowOn;
    private int _onPool;

    public NameResolverTests() => _names = new NameResolver(LookUp, _time);

    public void Dispose()
    {
        _resolverSpeaks.Set();
        _resolverSpeaks.Dispose();
    }

    [Fact]
    public async Task Dead_names_use_one_thread_each_outside_of_the_pool_and_do_not_delay_others()
    {
        var dead = Enumerable.Range(0, 40).Select(i => ResolveAsync($"dead{i}")).ToList();
        await Until.TrueAsync(() => _asked.Count == 40, "40 names are looked up at once");

        Assert.Equal(Found, await ResolveAsync("alive"));
        Assert.All(dead, d => Assert.False(d.IsCompleted));
        Assert.Equal(0, _onPool);
        _resolverSpeaks.Set();
        await Task.WhenAll(dead);
    }

    [Fact]
    public async Task A_name_is_looked_up_once_for_all_callers_and_again_after_that()
    {
        var askers = Enumerable.Range(0, 100).Select(_ => ResolveAsync("dead")).ToList();
        await Until.TrueAsync(() => !_asked.IsEmpty, "the name is looked up");
        _resolverSpeaks.Set();
        await Task.WhenAll(askers);
        Assert.Single(_asked);

        await ResolveAsync("dead");
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task A_caller_leaves_when_its_time_is_over()
    {
        using var deadline = new CancellationTokenSource();
        var patient = ResolveAsync("dead");
        var impatient = ResolveAsync("dead", deadline.Token);
        await deadline.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.False(patient.IsCompleted);
        _resolverSpeaks.Set();
        Assert.Equal(Found, await patient);
    }

    [Fact]
    public async Task Names_beyond_the_maximum_are_looked_up_when_a_thread_is_free()
    {
        var dead = Enumerable.Range(0, NameResolver.MaxLookups).Select(i => ResolveAsync($"dead{i}")).ToList();
        await Until.TrueAsync(() => _asked.Count == NameResolver.MaxLookups, "all threads are busy");
        var alive = Enumerable.Range(0, 10).Select(i => ResolveAsync($"alive{i}")).ToList();
        Assert.Equal(NameResolver.MaxLookups, _asked.Count);

        _resolverSpeaks.Set();
        await Task.WhenAll(dead.Concat(alive));
    }

    [Fact]
    public async Task A_slow_lookup_gets_another_beside_it_that_may_answer_first()
    {
        var first = ResolveAsync("slow");
        await Until.TrueAsync(() => _asked.Count == 1, "the name is looked up");
        _time.Advance(NameResolver.SlowAfter);
        var shares = ResolveAsync("slow");
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _speaksFromNowOn = true;

        Assert.Equal(Found, await ResolveAsync("slow"));
        Assert.Equal(2, _asked.Count);
        Assert.False(first.IsCompleted || shares.IsCompleted);
    }

    [Fact]
    public async Task Many_dead_names_get_no_second_lookups()
    {
        var names = Enumerable.Range(0, NameResolver.MaxLookupsBesideSlowOnes).Select(i => $"dead{i}").ToList();
        var before = names.ConvertAll(n => ResolveAsync(n));
        await Until.TrueAsync(() => _asked.Count == names.Count, "all are looked up");
        _time.Advance(TimeSpan.FromHours(1));
        var after = names.ConvertAll(n => ResolveAsync(n));

        Assert.Equal(Found, await ResolveAsync("alive"));
        Assert.Equal(names.Count + 1, _asked.Count);
        _resolverSpeaks.Set();
        await Task.WhenAll(before.Concat(after));
    }

    [Fact]
    public async Task A_name_without_an_address_fails_for_all_callers_and_is_looked_up_again_later()
    {
        Assert.Equal(SocketError.HostNotFound, (await Assert.ThrowsAsync<SocketException>(() => ResolveAsync("missing"))).SocketErrorCode);
        await Assert.ThrowsAsync<SocketException>(() => ResolveAsync("missing"));
        Assert.Equal(2, _asked.Count);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task An_address_is_not_looked_up(string address)
    {
        Assert.Equal([IPAddress.Parse(address)], await ResolveAsync(address));
        Assert.Empty(_asked);
    }

    private Task<IPAddress[]> ResolveAsync(string name, CancellationToken? cancellationToken = null) =>
        _names.ResolveAsync(name, cancellationToken ?? TestContext.Current.CancellationToken).AsTask();

    private IPAddress[] LookUp(string name)
    {
        if (Thread.CurrentThread.IsThreadPoolThread)
        {
            Interlocked.Increment(ref _onPool);
        }

        var waits = !_speaksFromNowOn;
        _asked.Enqueue(name);
        if (name == "missing")
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        if (waits && !name.StartsWith("alive", StringComparison.Ordinal))
        {
            _resolverSpeaks.Wait();
        }

        return Found;
    }
}
