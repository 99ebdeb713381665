namespace HealthFunction.Http;

/// <summary>Limits what a request may cost before it is read. Far more than any client needs.</summary>
internal static class RequestBounds
{
    /// <summary>In characters, as in the URL.</summary>
    public const int MaxQueryLength = 4000;

    public const int MaxParameters = 50;

    /// <summary>In characters, all values of one header together.</summary>
    public const int MaxHeaderLength = 8000;

    private static readonly string[] ReadHeaders = ["Accept", "Accept-Encoding", "Accept-Language", "If-None-Match", "Idempotency-Key", "x-functions-key"];

    /// <summary>The answer to a request beyond these limits; null for all others.</summary>
    public static HttpAnswer? Refuse(SurfaceRequest request)
    {
        if (request.RawQuery.Length > MaxQueryLength || request.RawQuery.AsSpan().Count('&') >= MaxParameters)
        {
            return Problem.BadRequest($"A query has at most {MaxQueryLength} characters and {MaxParameters} parameters.");
        }

        foreach (var name in ReadHeaders)
        {
            if (request.Header(name) is { Length: > MaxHeaderLength })
            {
                return Problem.HeaderTooLarge($"{name} has at most {MaxHeaderLength} characters.");
            }
        }

        return null;
    }
}
