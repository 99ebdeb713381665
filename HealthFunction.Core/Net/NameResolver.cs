using System.Net;
using System.Net.Sockets;

namespace HealthFunction.Net;

/// <summary>
/// Resolves names on threads of its own. On Linux a lookup blocks its thread until the resolver gives up, which needs 10 seconds and more
/// and which no token ends: on the thread pool, a few names with a silent resolver would stop everything else.
/// </summary>
/// <remarks>Each name has one thread, however many callers there are: calls during its lookup share the result. Nothing is cached: a
/// lookup that has ended answers no later call.</remarks>
internal sealed class NameResolver(Func<string, IPAddress[]> lookUp, TimeProvider time)
{
    /// <summary>More names than an app depends on. Further ones wait for a thread.</summary>
    public const int MaxLookups = 64;

    /// <summary>
    /// A resolver that has recovered does not answer queries that it never received, and the system repeats them only after 5 seconds. So
    /// a name gets another lookup in parallel with a slow one, as long as there are no more lookups than this.
    /// </summary>
    public const int MaxLookupsBesideSlowOnes = 16;

    /// <summary>The age of a lookup from which another may begin in parallel.</summary>
    public static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(1.5);

    /// <summary>The system's resolver needs less, and the thread of an abandoned lookup may live long.</summary>
    private const int StackSize = 256 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Lookup> _underWay = new(StringComparer.OrdinalIgnoreCase);
    private readonly Queue<Lookup> _waiting = new();
    private int _threads;

    /// <summary>Uses the system's resolver.</summary>
    public static NameResolver Shared { get; } = new(Dns.GetHostAddresses, TimeProvider.System);

    /// <exception cref="SocketException">The name has no address, or the resolver reports that it cannot be resolved now.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled; the lookup goes on.</exception>
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
            // .NET throws this when the system cannot start another thread.
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

    /// <summary>Call before the result is published: later calls need a lookup that begins later.</summary>
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
            // All callers may have cancelled.
            _ = Task.Exception;
        }
    }
}
