using System.Net;
using System.Net.Sockets;

namespace HealthFunction.Testing;

/// <summary>
/// Stands in front of a port and breaks connections on demand. Back at <see cref="Fault.None"/>, it works at once on the same port.
/// Connections that lost bytes through a fault are reset then, because they are of no further use.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly PortLease _lease;
    private readonly int _target;
    private readonly Lock _gate = new();
    private readonly HashSet<ProxiedConnection> _connections = [];
    private Socket? _listener;
    private Fault _fault = Fault.None;
    private int _accepted;

    private FaultProxy(int target, PortLease lease, IPAddress? source)
    {
        _target = target;
        _lease = lease;
        Source = source;
        Listen();
    }

    public int Port => _lease.Port;

    /// <summary>All connections accepted so far, including those that a fault reset at once.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Connections that are open towards clients.</summary>
    public int Open
    {
        get
        {
            lock (_gate)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>Takes effect on open and on new connections before the setter returns.</summary>
    public Fault Fault
    {
        get => Volatile.Read(ref _fault);
        set
        {
            lock (_gate)
            {
                Volatile.Write(ref _fault, value);
                foreach (var connection in _connections.ToArray())
                {
                    connection.Apply(value);
                }

                if (value.Kind == FaultKind.Refuse)
                {
                    _listener?.Dispose();
                    _listener = null;
                }
                else if (_listener is null)
                {
                    Listen();
                }
            }
        }
    }

    /// <summary>Where the server sees connections come from; null leaves that to the system.</summary>
    internal IPAddress? Source { get; }

    /// <param name="port">The server's.</param>
    /// <param name="source">For a server that asks where a client comes from: one of 127.0.0.0/8.</param>
    public static FaultProxy To(int port, IPAddress? source = null)
    {
        while (true)
        {
            var lease = PortLease.Take();
            try
            {
                return new FaultProxy(port, lease, source);
            }
            catch (SocketException)
            {
                lease.Dispose();
            }
        }
    }

    /// <summary>Resets the open connections and continues to accept new ones.</summary>
    public void CutExisting()
    {
        lock (_gate)
        {
            foreach (var connection in _connections.ToArray())
            {
                connection.Reset();
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        Fault = Fault.Refuse;
        _lease.Dispose();
        return ValueTask.CompletedTask;
    }

    internal void Closed(ProxiedConnection connection)
    {
        lock (_gate)
        {
            _connections.Remove(connection);
        }
    }

    private void Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, Port));
            listener.Listen(512);
        }
        catch
        {
            listener.Dispose();
            throw;
        }

        _listener = listener;
        _ = AcceptAsync(listener);
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.AcceptAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            Interlocked.Increment(ref _accepted);
            client.NoDelay = true;
            lock (_gate)
            {
                var connection = new ProxiedConnection(client, _target, this);
                _connections.Add(connection);
                connection.Apply(_fault);
                if (_fault.Kind != FaultKind.ResetOnAccept)
                {
                    _ = connection.RunAsync();
                }
            }
        }
    }
}
