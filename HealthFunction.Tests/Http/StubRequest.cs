using System.Net;
using HealthFunction.Http;

namespace HealthFunction.Tests.Http;

/// <summary>A request without a host.</summary>
internal sealed class StubRequest(string query = "", string? pathValue = null, params (string Name, string Value)[] headers) : SurfaceRequest
{
    public override string Method => Verb;

    public string Verb { get; init; } = "GET";

    public override string? PathValue => pathValue;

    public override IPAddress? Peer => From;

    public IPAddress? From { get; init; }

    public override string? AdmittedAs => Admitted;

    public string? Admitted { get; init; }

    public override CancellationToken CallerGone => Gone;

    public CancellationToken Gone { get; init; }

    protected override string QueryString => query;

    public override string? Header(string name)
    {
        string[] values = [.. headers.Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value)];
        return values.Length == 0 ? null : string.Join(',', values);
    }
}
