namespace HealthFunction.Settings;

/// <summary>How settings name a table service, both for probes and for history.</summary>
internal static class StorageText
{
    private const string Form = "it accepts a storage connection string or the https URL of a table service.";

    /// <summary>The URL of a service that is called with the app's identity; null if the text is anything else.</summary>
    public static Uri? TryReadUrl(string text) => IsUrl(text) && FindUrlFault(text) is null ? new Uri(text) : null;

    /// <summary>Looks for settings that cannot work. The value is never repeated.</summary>
    /// <param name="text">The setting's value.</param>
    /// <param name="build">Builds the client of a connection string as it will be used, and returns the address that it will
    /// call.</param>
    /// <returns>The fault, as the rest of a sentence that begins with the setting's name; null when there is none.</returns>
    public static string? FindFault(string text, Func<string, Uri> build)
    {
        var fault = IsUrl(text) ? FindUrlFault(text) : FindConnectionFault(text, build);
        return fault is null ? null : $"{fault} (what it holds is not shown); {Form}";
    }

    private static bool IsUrl(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        return scheme > 0 && !text.AsSpan(0, scheme).ContainsAny('=', ';');
    }

    private static string? FindUrlFault(string text) =>
        !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps ? "is no https URL"
        : url.UserInfo.Length > 0 ? "has a user name or a password"
        : url.Query.Length > 0 || url.Fragment.Length > 0
            ? "has a query; a shared access signature goes into a connection string, TableEndpoint=…;SharedAccessSignature=…"
        : null;

    private static string? FindConnectionFault(string text, Func<string, Uri> build)
    {
        foreach (var part in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // The client would use any text there as a host.
            if (part.StartsWith("TableEndpoint=", StringComparison.OrdinalIgnoreCase)
                && !(Uri.TryCreate(part["TableEndpoint=".Length..], UriKind.Absolute, out var endpoint) && IsService(endpoint)))
            {
                return "has a TableEndpoint that is no http or https URL without user name, password and query";
            }
        }

        try
        {
            return IsService(build(text)) ? null : "has an address that is no http or https URL";
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException or KeyNotFoundException or OverflowException)
        {
            return "cannot be read";
        }
    }

    private static bool IsService(Uri url) =>
        (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.Host.Length > 0
        && (url.UserInfo.Length | url.Query.Length | url.Fragment.Length) == 0;
}
