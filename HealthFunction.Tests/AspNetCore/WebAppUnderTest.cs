using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Tests.AspNetCore;

/// <summary>A web app in this process that embeds HealthFunction: a real Kestrel on a free port, with its own settings.</summary>
internal sealed class WebAppUnderTest : IAsyncDisposable
{
    private WebApplication? _app;
    private bool _isStarted;

    public Dictionary<string, string?> Settings { get; init; } = new() { ["HistorySchedule"] = "0 0 0 1 1 *" };

    public Action<WebApplicationBuilder> Services { get; init; } = _ => { };

    public Action<WebApplication> Routes { get; init; } = app => app.MapHealthFunction();

    public LogRecorder Logs { get; } = new();

    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public WebApplication App => _app ?? throw new InvalidOperationException("The app is not built.");

    public static async Task<WebAppUnderTest> StartAsync(Action<WebApplicationBuilder>? services = null, params (string Name, string? Value)[] settings)
    {
        var app = new WebAppUnderTest { Services = services ?? (_ => { }) };
        foreach (var (name, value) in settings)
        {
            app.Settings[name] = value;
        }

        await app.StartAsync();
        return app;
    }

    public WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.Logging.ClearProviders().AddProvider(Logs);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddHealthFunction();
        Services(builder);
        _app = builder.Build();
        Routes(_app);
        return _app;
    }

    public async Task StartAsync()
    {
        await Build().StartAsync(Patience.Token);
        _isStarted = true;
        Client.BaseAddress = new Uri(App.Urls.Single());
    }

    public Task<HttpResponseMessage> SendAsync(string method, string path) =>
        Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative)), Patience.Token);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_app is not null)
        {
            if (_isStarted)
            {
                await _app.StopAsync(Patience.Token);
            }

            await _app.DisposeAsync();
        }

        Logs.Dispose();
    }
}
