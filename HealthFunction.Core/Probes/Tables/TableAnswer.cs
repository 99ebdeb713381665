using System.Text.Json;
using Azure;
using HealthFunction.Checks;

namespace HealthFunction.Probes.Tables;

/// <summary>Distinguishes the answer of a table service that accepted the credential from others with the same status.</summary>
/// <remarks>A service looks up whether a table exists only after it has authenticated the request; this holds for Azure and Azurite. The
/// other code of a missing entity, <c>ResourceNotFound</c>, does not prove that: Azurite uses it for an unknown account, before
/// authentication. A gateway or another server in between has neither the headers of the service nor the body of its errors.
/// https://learn.microsoft.com/rest/api/storageservices/status-and-error-codes2</remarks>
internal static class TableAnswer
{
    private const int NotFound = 404;

    /// <exception cref="ProbeException">It is another answer.</exception>
    public static void Check(Response answer)
    {
        if (answer.Status != NotFound || !IsOfService(answer))
        {
            throw new ProbeException(ErrorText.UnexpectedAnswer);
        }

        if (ReadCode(answer.Content) != "TableNotFound")
        {
            throw new ProbeException(ErrorText.NotFound);
        }
    }

    private static bool IsOfService(Response answer) =>
        answer.Headers.TryGetValue("x-ms-request-id", out _) && answer.Headers.TryGetValue("x-ms-version", out _);

    /// <summary>OData's error code; null when the body is not an OData error.</summary>
    private static string? ReadCode(BinaryData body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("odata.error", out var error)
                && error is { ValueKind: JsonValueKind.Object }
                && error.TryGetProperty("code", out var code)
                && code.ValueKind == JsonValueKind.String
                    ? code.GetString()
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
