using HealthFunction.SelfHost;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Tests.SelfHost;

/// <summary>The self-host in this process: a real Kestrel on a free port, the given function classes, its own settings files.</summary>
internal sealed class HostUnderTest : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("selfhost-");
    private IHost? _host;

    public string HostJson { get; init; } = """{"version": "2.0"}""";

    public string? LocalSettings { get; init; }

    public string[] Arguments { get; init; } = ["--port", "0"];

    public Dictionary<string, string> Environment { get; } = [];

    public StringWriter Output { get; } = new();

    public StringWriter Error { get; } = new();

    public LogRecorder Logs { get; } = new();

    public Action<IServiceCollection>? Services { get; init; }

    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public IHost Host => _host ?? throw new InvalidOperationException("The host is not built.");

    public static async Task<HostUnderTest> StartAsync<T>(string hostJson = """{"version": "2.0"}""", Action<IServiceCollection>? services = null)
    {
        var host = new HostUnderTest { HostJson = hostJson, Services = services };
        await host.StartAsync(typeof(T));
        return host;
    }

    public async Task StartAsync(params Type[] functions)
    {
        Build(functions);
        await Host.StartAsync(Patience.Token);
        Client.BaseAddress = Address();
    }

    public IHost Build(params Type[] functions)
    {
        var builder = CreateBuilder(functions);
        builder.Logging.ClearProviders().AddProvider(Logs);
        Services?.Invoke(builder.Services);
        return _host = builder.Build();
    }

    public FunctionsApplicationBuilder CreateBuilder(params Type[] functions)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "host.json"), HostJson);
        if (LocalSettings is not null)
        {
            File.WriteAllText(Path.Combine(_folder.FullName, "local.settings.json"), LocalSettings);
        }

        return FunctionsApplication.CreateBuilder(Arguments, new HostSurroundings
        {
            Folder = _folder.FullName,
            Types = functions,
            Output = Output,
            Error = Error,
            Environment = Environment,
        });
    }

    public Uri Address() => new(Host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public Task<HttpResponseMessage> SendAsync(string method, string path) =>
        Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Patience.Token);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_host is not null)
        {
            await _host.StopAsync(Patience.Token);
            await ((IAsyncDisposable)_host).DisposeAsync();
        }

        Output.Dispose();
        Error.Dispose();
        Logs.Dispose();
        _folder.Delete(recursive: true);
    }
}
