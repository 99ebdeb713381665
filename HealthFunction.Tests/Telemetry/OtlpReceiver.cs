using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using HealthFunction.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.Tests.Telemetry;

/// <summary>
/// The OTLP ports of an OpenTelemetry Collector: <c>http/protobuf</c> on one port and <c>grpc</c>, over HTTP/2 without TLS, on another.
/// Both keep everything that they receive, also as bytes, so that it can be searched.
/// </summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private const string TraceService = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
    private const string MetricsService = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<OtlpSpan> _spans = new();
    private readonly ConcurrentQueue<OtlpPoint> _points = new();
    private readonly ConcurrentQueue<string> _received = new();

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        _app = builder.Build();
        _app.Run(ReceiveAsync);
    }

    public Uri Http { get; private set; } = null!;

    public Uri Grpc { get; private set; } = null!;

    public IReadOnlyList<OtlpSpan> Spans => [.. _spans];

    /// <summary>All of them; a cumulative sum has one for each export.</summary>
    public IReadOnlyList<OtlpPoint> Points => [.. _points];

    /// <summary>Each request: its path, its headers and its body, as Latin-1.</summary>
    public IReadOnlyList<string> Received => [.. _received];

    /// <summary>Set to accept requests and answer none.</summary>
    public bool Hangs { get; set; }

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        await receiver._app.StartAsync();
        var addresses = receiver._app.Urls.Select(u => new Uri(u)).ToArray();
        (receiver.Http, receiver.Grpc) = (addresses[0], addresses[1]);
        return receiver;
    }

    /// <summary>The last point of a metric with these attributes, or null.</summary>
    public OtlpPoint? Point(string name, params (string Key, object Value)[] attributes) =>
        Points.LastOrDefault(p => p.Name == name && attributes.All(a => a.Value.Equals(p.Attributes.GetValueOrDefault(a.Key))));

    public async ValueTask DisposeAsync()
    {
        // At once: an exporter keeps its connection.
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var message = new ReadOnlyMemory<byte>(body.ToArray());
        var isGrpc = context.Request.ContentType == "application/grpc";
        if (isGrpc)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(message.Span[1..]);
            message = message.Slice(5, length);
        }

        var head = string.Concat(context.Request.Headers.Select(h => string.Create(CultureInfo.InvariantCulture, $"{h.Key}: {h.Value}\n")));
        _received.Enqueue($"{context.Request.Path}\n{head}\n{Encoding.Latin1.GetString(message.Span)}");
        if (Hangs)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }

        switch (context.Request.Path.Value)
        {
            case TraceService or "/v1/traces":
                OtlpSpan.Read(new ProtoMessage(message)).ToList().ForEach(_spans.Enqueue);
                break;
            case MetricsService or "/v1/metrics":
                OtlpPoint.Read(new ProtoMessage(message)).ToList().ForEach(_points.Enqueue);
                break;
            default:
                context.Response.StatusCode = 404;
                return;
        }

        if (isGrpc)
        {
            context.Response.ContentType = "application/grpc";
            context.Response.AppendTrailer("grpc-status", "0");
            await context.Response.Body.WriteAsync(new byte[5]);
        }
        else
        {
            context.Response.ContentType = "application/x-protobuf";
        }
    }
}
