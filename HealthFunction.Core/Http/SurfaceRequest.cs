using System.Collections.Specialized;
using System.Net;
using System.Web;

namespace HealthFunction.Http;

/// <summary>An HTTP request as a route sees it, independent of the host that received it.</summary>
internal abstract class SurfaceRequest
{
    private NameValueCollection? _query;

    public abstract string Method { get; }

    /// <summary>The value of the route's parameter; null when the path has none.</summary>
    public abstract string? PathValue { get; }

    /// <summary>The parameters of the query, decoded.</summary>
    public NameValueCollection Query => _query ??= HttpUtility.ParseQueryString(QueryString);

    /// <summary>The query as it is in the URL, or empty.</summary>
    public string RawQuery => QueryString;

    /// <summary>
    /// The address that connected to the host; null if only X-Forwarded-For has it, as behind the front end of Azure Functions.
    /// </summary>
    public abstract IPAddress? Peer { get; }

    /// <summary>
    /// The name of the key or the user by which the host has admitted the caller to changes; null if it has not.
    /// </summary>
    public virtual string? AdmittedAs => null;

    /// <summary>Empty where the host passes none on.</summary>
    public virtual Stream Body => Stream.Null;

    /// <summary>Cancelled when the caller goes away.</summary>
    public abstract CancellationToken CallerGone { get; }

    /// <summary>As it is in the URL, with or without its question mark.</summary>
    protected abstract string QueryString { get; }

    /// <summary>The header's value, several joined by commas; null when the request has none.</summary>
    public abstract string? Header(string name);
}
