using Azure;
using HealthFunction.Checks;

namespace HealthFunction.Probes.Tables;

/// <summary>Derives the public error text from what Azure.Data.Tables throws.</summary>
internal static class TableFailure
{
    /// <summary>
    /// Codes: https://learn.microsoft.com/rest/api/storageservices/table-service-error-codes and the common ones beside it.
    /// </summary>
    public static ErrorText? Read(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is RequestFailedException { Status: > 0 } answer)
            {
                return Read(answer);
            }
        }

        return null;
    }

    private static ErrorText Read(RequestFailedException answer) => answer.Status switch
    {
        // The library could not read the body.
        < 300 => ErrorText.UnexpectedAnswer,
        401 => ErrorText.AuthenticationFailed,
        403 when answer.ErrorCode is "AuthenticationFailed" or "InvalidAuthenticationInfo" => ErrorText.AuthenticationFailed,
        // Azurite's table service reports it with the code of a missing permission.
        403 when answer.Message.Contains("failed to authenticate", StringComparison.OrdinalIgnoreCase) => ErrorText.AuthenticationFailed,
        403 => ErrorText.PermissionDenied,
        429 => ErrorText.Throttled,
        503 when answer.ErrorCode is "ServerBusy" => ErrorText.Throttled,
        _ => ErrorText.UnexpectedStatus(answer.Status),
    };
}
