using System.Text.Json;

namespace HealthFunction.Testing;

/// <summary>
/// The Functions app as a separate process, started and called as the Functions host does it, with no settings but the test's.
/// </summary>
internal sealed class WorkerApp : IAsyncDisposable
{
    /// <summary>The default caller: an address from the block for documentation, which no machine has.</summary>
    private const string DefaultCaller = "203.0.113.7:51234";

    /// <summary>The maximum wait for immediate answers, on a machine that is busy with other tests.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private readonly StandInHost _host;
    private readonly ChildProcess _process;
    private readonly string _id;
    private readonly string _folder;
    private WorkerChannel _channel = null!;

    private WorkerApp(StandInHost host, IEnumerable<KeyValuePair<string, string?>> settings, string? program = null, PrivateNames? names = null)
    {
        _host = host;
        var app = program ?? Builds.FunctionsApp;
        _folder = Path.GetDirectoryName(app)!;
        _id = Guid.NewGuid().ToString();
        var command = WorkerCommand.For(settings, host.Port, _id, app);
        _process = new ChildProcess(names?.Give(command) ?? command);
        Client = ClientAt(DefaultCaller);
    }

    /// <summary>The functions that the worker reported.</summary>
    public IReadOnlyList<LoadedFunction> Functions { get; private set; } = [];

    /// <summary>For requests relative to the host's root.</summary>
    public HttpClient Client { get; }

    public int ProcessId => _process.Id;

    /// <summary>Everything the process wrote to both of its streams, and everything it logged through the host.</summary>
    public string Said => $"{_process.Output}\n{_channel?.Log}";

    /// <summary>Returns when all functions are loaded.</summary>
    /// <param name="settings">App settings; null removes a default one.</param>
    /// <param name="program">The built app; null means <see cref="Builds.FunctionsApp"/>.</param>
    /// <param name="names">The names that it can resolve, if they are not the machine's.</param>
    public static async Task<WorkerApp> StartAsync(
        IEnumerable<KeyValuePair<string, string?>> settings, string? program = null, PrivateNames? names = null)
    {
        var worker = new WorkerApp(await StandInHost.StartAsync(), settings, program, names);
        try
        {
            await worker.ConnectAsync();
            await worker.LoadAsync();
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    /// <summary>For a worker that is not meant to start: its exit code, what it wrote, and whether it called the host.</summary>
    public static async Task<(ShellResult End, bool HasConnected)> RunAsync(string? program, params (string Name, string? Value)[] settings)
    {
        await using var worker = new WorkerApp(await StandInHost.StartAsync(), settings.Select(s => KeyValuePair.Create(s.Name, s.Value)), program);
        return (new ShellResult(await worker.WaitForExitAsync(), worker._process.Output), worker._host.Connected.IsCompleted);
    }

    public static ProtoWriter Json(object value) => new ProtoWriter().Text(Rpc.Data.Json, JsonSerializer.Serialize(value));

    /// <summary>For requests from the caller with this address and port.</summary>
    public HttpClient ClientAt(string peer) => new(FrontEnd(peer)) { BaseAddress = new Uri("http://127.0.0.1/") };

    /// <summary>For a request whose invocation the test inspects.</summary>
    public async Task<Invocation> BeginAsync(string path) =>
        await FrontEnd(DefaultCaller).BeginAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(Client.BaseAddress!, path)))
        ?? throw new ArgumentException("No function has this route.", nameof(path));

    /// <param name="function">One of <see cref="Functions"/>.</param>
    /// <param name="input">What triggers it.</param>
    /// <param name="metadata">Further values of the host for its parameters, by name.</param>
    /// <param name="retryCount">How often it failed before.</param>
    public Invocation Begin(LoadedFunction function, ProtoWriter input, IEnumerable<KeyValuePair<string, ProtoWriter>> metadata, int retryCount = 0)
    {
        var id = Guid.NewGuid().ToString();
        var parameter = new ProtoWriter().Text(1, LoadedFunction.Text(function.Trigger, "name")!).Message(2, input);
        var request = new ProtoWriter().Text(1, id).Text(2, function.Id).Message(3, parameter);
        foreach (var (name, value) in metadata)
        {
            request.Entry(4, name, value);
        }

        request.Message(5, new ProtoWriter().Text(1, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"));
        request.Message(6, new ProtoWriter().Number(1, retryCount).Number(2, 2));
        return new Invocation(
            InvokeAsync(request, function.Name),
            () => _channel.Send(Rpc.Kind.InvocationCancel, new ProtoWriter().Text(2, id)));
    }

    /// <summary>Returns once the worker has logged the text.</summary>
    public async Task WaitForLogAsync(string text)
    {
        if (!await WithinPatienceAsync(_channel.HasLoggedAsync(text, CancellationToken.None), $"log \"{text}\""))
        {
            throw new InvalidOperationException($"The worker ended before it logged \"{text}\". It said:\n{Said}");
        }
    }

    /// <summary>Asks the process to end, as a platform does, without waiting for it.</summary>
    public void Terminate() => _process.Signal(Signals.Terminate);

    /// <summary>Asks the worker to end, as the host does.</summary>
    public void RequestEnd() =>
        _channel.Send(Rpc.Kind.Terminate, new ProtoWriter().Message(1, new ProtoWriter().Number(1, 5)));

    public Task<int> WaitForExitAsync() => WithinPatienceAsync(_process.WaitForExitAsync(), "end");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Dispose();
        await _host.DisposeAsync();
    }

    private HttpFrontEnd FrontEnd(string peer) => new(this, peer);

    private async Task ConnectAsync()
    {
        var exit = _process.WaitForExitAsync();
        await WithinPatienceAsync(Task.WhenAny(_host.Connected, exit), "call the host");
        _channel = exit.IsCompleted
            ? throw new InvalidOperationException($"The worker ended with {exit.Result} instead of calling the host. It said:\n{_process.Output}")
            : await _host.Connected;
        var id = await WithinPatienceAsync(_channel.WorkerId, "introduce itself");
        if (id != _id)
        {
            throw new InvalidOperationException($"The worker introduced itself as {id} and not as {_id}.");
        }
    }

    private async Task LoadAsync()
    {
        var init = new ProtoWriter().Text(1, "4.1037.0").Text(4, _folder).Text(5, _folder);
        ExpectSuccess((await AskAsync(Rpc.Kind.InitRequest, init, Rpc.Kind.InitResponse, "initialise")).Message(3));

        var where = new ProtoWriter().Text(1, _folder);
        var described = await AskAsync(Rpc.Kind.MetadataRequest, where, Rpc.Kind.MetadataResponse, "describe its functions");
        ExpectSuccess(described.Message(2));
        Functions = [.. described.Parts(1).Select(description => new LoadedFunction(description, RoutePrefix()))];
        foreach (var function in Functions)
        {
            var load = new ProtoWriter().Text(1, function.Id).Bytes(2, function.Description.Span);
            ExpectSuccess((await AskAsync(Rpc.Kind.FunctionLoadRequest, load, Rpc.Kind.FunctionLoadResponse, $"load {function.Name}")).Message(2));
        }
    }

    private string RoutePrefix()
    {
        using var host = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, "host.json")));
        return host.RootElement.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString()!;
    }

    private static void ExpectSuccess(ProtoMessage status)
    {
        if (!Rpc.IsSuccess(status))
        {
            throw new InvalidOperationException(Rpc.Fault(status));
        }
    }

    private async Task<InvocationResult> InvokeAsync(ProtoWriter request, string name) =>
        new(await AskAsync(Rpc.Kind.InvocationRequest, request, Rpc.Kind.InvocationResponse, $"answer for {name}"));

    private Task<ProtoMessage> AskAsync(int kind, ProtoWriter content, int answerKind, string what) =>
        WithinPatienceAsync(_channel.AskAsync(kind, content, answerKind), what);

    private async Task<T> WithinPatienceAsync<T>(Task<T> task, string what)
    {
        try
        {
            return await task.WaitAsync(Patience, TimeProvider.System);
        }
        catch (Exception e) when (e is TimeoutException or IOException)
        {
            throw new InvalidOperationException($"The worker did not {what}: {e.Message} It said:\n{Said}", e);
        }
    }
}
