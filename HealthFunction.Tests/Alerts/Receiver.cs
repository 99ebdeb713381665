using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Tests.Alerts;

/// <summary>Receives webhooks on a free port and gives the answers that the test sets, 200 by default.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = new();
    private readonly ConcurrentQueue<Received> _received = new();

    private Receiver(WebApplication app) => _app = app;

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/hook/secret-of-the-webhook");

    public IReadOnlyList<Received> All => [.. _received];

    /// <summary>The answer when no other is queued.</summary>
    public Func<HttpContext, Task> Usual { get; set; } = Status(200);

    /// <param name="port">Any free one by default.</param>
    public static async Task<Receiver> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(FormattableString.Invariant($"http://127.0.0.1:{port}"));
        var receiver = new Receiver(builder.Build());
        receiver._app.Run(receiver.TakeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public static Func<HttpContext, Task> Status(int status, Action<IHeaderDictionary>? headers = null) => async context =>
    {
        context.Response.StatusCode = status;
        headers?.Invoke(context.Response.Headers);
        await context.Response.WriteAsync("some text");
    };

    public static Func<HttpContext, Task> Silence(TaskCompletionSource<bool> asked) => async context =>
    {
        asked.TrySetResult(true);
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    };

    /// <summary>The next answers, one for each request.</summary>
    public void Answer(params ReadOnlySpan<Func<HttpContext, Task>> answers)
    {
        foreach (var answer in answers)
        {
            _answers.Enqueue(answer);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        _received.Enqueue(new Received(
            context.Request.Method,
            context.Request.Path.Value + context.Request.QueryString,
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.Length == 0 ? new JsonObject() : JsonNode.Parse(body)!));
        await (_answers.TryDequeue(out var answer) ? answer : Usual)(context);
    }
}
