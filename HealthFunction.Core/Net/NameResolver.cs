using System.Net;
using System.Net.Sockets;

namespace HealthFunction.Net;

/// <summary>
/// Resolves names on threads of its own. On Linux a lookup blocks its thread until the resolver gives up, which takes 10 seconds and
/// more and which no token ends: on the thread pool, a few names whose resolver is silent would stop everything else.
/// </summary>
/// <remarks>
/// A name has one thread, however many ask for it: who asks while its lookup is under way shares the result. Nothing else is kept: a
/// lookup that has ended answers no later question.
/// </remarks>
internal sealed class NameResolver(Func<string, IPAddress[]> lookUp, TimeProvider time)
{
    /// <summary>More names than an app depends on. Those beyond it wait for a thread.</summary>
    public const int MaxLookups = 64;

    /// <summary>
    /// A resolver that is back does not answer what it never heard, and the system asks it again only after 5 seconds. So a name gets
    /// another lookup beside a slow one, as long as there are no more lookups than this.
    /// </summary>
    public const int MaxLookupsBesideSlowOnes = 16;

    /// <summary>How old a lookup is when another may begin beside it.</summary>
    public static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(1.5);

    /// <summary>The system's resolver needs less, and what is left of a lookup may stay for long.</summary>
    private const int StackSize = 256 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Lookup> _underWay = new(StringComparer.OrdinalIgnoreCase);
    private readonly Queue<Lookup> _waiting = new();
    private int _threads;

    /// <summary>The system's names.</summary>
    public static NameResolver Shared { get; } = new(Dns.GetHostAddresses, TimeProvider.System);

    /// <exception cref="SocketException">The name has no address, or the resolver says that it cannot be resolved now.</exception>
    /// <exception cref="OperationCanceledException">The caller left; the lookup goes on.</exception>
    public async ValueTask<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(name, out var address))
        {
            return [address];
        }

        return await Join(name).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private Task<IPAddress[]> Join(string name)
    {
        Lookup lookup;
        lock (_lock)
        {
            if (_underWay.TryGetValue(name, out var underWay) && !IsOvertaken(underWay))
            {
                return underWay.Task;
            }

            lookup = new Lookup(name, time.GetTimestamp());
            _underWay[name] = lookup;
            if (_threads == MaxLookups)
            {
                _waiting.Enqueue(lookup);
                return lookup.Task;
            }

            _threads++;
        }

        Start(lookup);
        return lookup.Task;
    }

    private bool IsOvertaken(Lookup lookup) =>
        _threads < MaxLookupsBesideSlowOnes && time.GetElapsedTime(lookup.StartedAt) > SlowAfter;

    private void Start(Lookup lookup)
    {
        try
        {
            new Thread(first => Run((Lookup)first!), StackSize) { IsBackground = true, Name = "name lookup" }.UnsafeStart(lookup);
        }
        catch (OutOfMemoryException e)
        {
            // What .NET throws where the system has no more threads.
            for (Lookup? lost = lookup; lost is not null; lost = Next(lost))
            {
                lost.Fail(e);
            }
        }
    }

    private void Run(Lookup first)
    {
        for (Lookup? lookup = first; lookup is not null; lookup = Next(lookup))
        {
            lookup.Run(lookUp, Forget);
        }
    }

    /// <summary>Before its result is there: who asks after that has to get a lookup that begins after that.</summary>
    private void Forget(Lookup lookup)
    {
        lock (_lock)
        {
            if (_underWay.TryGetValue(lookup.Name, out var newest) && newest == lookup)
            {
                _underWay.Remove(lookup.Name);
            }
        }
    }

    private Lookup? Next(Lookup ended)
    {
        lock (_lock)
        {
            if (_waiting.TryDequeue(out var next))
            {
                return next;
            }

            _threads--;
            return null;
        }
    }

    private sealed class Lookup(string name, long startedAt)
        : TaskCompletionSource<IPAddress[]>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public string Name => name;

        public long StartedAt => startedAt;

        public void Run(Func<string, IPAddress[]> lookUp, Action<Lookup> ending)
        {
            try
            {
                var addresses = lookUp(name);
                ending(this);
                SetResult(addresses);
            }
#pragma warning disable CA1031 // It is thrown where the name is needed.
            catch (Exception e)
#pragma warning restore CA1031
            {
                ending(this);
                Fail(e);
            }
        }

        public void Fail(Exception failure)
        {
            SetException(failure);
            // Those who wanted to know may all have left.
            _ = Task.Exception;
        }
    }
}
