using System.Net;
using System.Net.Http.Headers;
using HealthFunction.Checks;
using HealthFunction.Net;

namespace HealthFunction.Alerts;

/// <summary>Posts to the webhook, once for each call.</summary>
internal sealed class WebhookClient : IDisposable
{
    /// <summary>Holds the message's id: a receiver that has seen it may ignore the message.</summary>
    public const string IdHeader = "Idempotency-Key";

    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    private readonly Uri _url;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    public WebhookClient(Uri url, TimeProvider time, TimeSpan? timeout = null)
    {
        _url = url;
        _timeout = timeout ?? DefaultTimeout;
        _time = time;
        var handler = HttpHandlers.Create(_timeout);
        handler.UseProxy = !url.IsLoopback;
        // Traces of requests would export the URL, which is the secret, with the telemetry.
        handler.ActivityHeadersPropagator = null;
        handler.MaxResponseHeadersLength = 16;
        // The body is not read; up to this size it is discarded, so that the connection is closed normally.
        handler.MaxResponseDrainSize = 16 * 1024;
        handler.ResponseDrainTimeout = TimeSpan.FromMilliseconds(250);
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(1);
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("HealthFunction", null));
    }

    public async Task<Delivery> PostAsync(string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.TryAddWithoutValidation(IdHeader, id);
        using var deadline = new CancellationTokenSource(_timeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, linked.Token).ConfigureAwait(false);
            return Read(response);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Delivery(DeliveryOutcome.Failed, ErrorText.TimedOutAfter(_timeout).Text);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new Delivery(DeliveryOutcome.Failed, NetworkFailure.Read(e)?.Text ?? ErrorText.UnexpectedAnswer.Text);
        }
    }

    public void Dispose() => _client.Dispose();

    private Delivery Read(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode)
        {
            return new Delivery(DeliveryOutcome.Delivered, "");
        }

        var failure = ErrorText.UnexpectedStatus((int)response.StatusCode).Text;
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => new Delivery(DeliveryOutcome.Failed, failure, RetryAfter(response)),
            HttpStatusCode.RequestTimeout or (HttpStatusCode)425 or >= HttpStatusCode.InternalServerError => new Delivery(DeliveryOutcome.Failed, failure),
            HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType
                or HttpStatusCode.UnprocessableContent => new Delivery(DeliveryOutcome.Refused, failure),
            _ => new Delivery(DeliveryOutcome.Misdirected, failure),
        };
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - _time.GetUtcNow(),
        _ => null,
    };
}
