namespace HealthFunction.Settings;

/// <summary>Finds the secrets in a storage connection string or in the URL of a storage service.</summary>
internal static class StorageSecrets
{
    /// <summary>
    /// The values of <c>AccountKey</c> and <c>SharedAccessSignature</c>, and the secrets inside the latter, an endpoint or a URL.
    /// </summary>
    public static IEnumerable<string> Of(string connectionString)
    {
        foreach (var part in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                continue;
            }

            var (key, value) = (part[..equals], part[(equals + 1)..]);
            if (key.Equals("AccountKey", StringComparison.OrdinalIgnoreCase))
            {
                yield return value;
            }
            else if (key.Equals("SharedAccessSignature", StringComparison.OrdinalIgnoreCase))
            {
                yield return value;
                foreach (var inner in UrlSecrets.OfQuery(value))
                {
                    yield return inner;
                }
            }
            else
            {
                foreach (var inner in UrlSecrets.Of(value))
                {
                    yield return inner;
                }
            }
        }

        // A URL alone has no named parts.
        foreach (var inner in UrlSecrets.Of(connectionString.Contains(';', StringComparison.Ordinal) ? "" : connectionString))
        {
            yield return inner;
        }
    }
}
