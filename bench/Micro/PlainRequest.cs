using System.Net;
using HealthFunction.Http;

namespace HealthFunction.Micro;

/// <summary>A plain GET without headers and without a host, so that only the surface is measured.</summary>
internal sealed class PlainRequest : SurfaceRequest
{
    public override string Method => "GET";

    public override string? PathValue => null;

    public override IPAddress? Peer => null;

    public override CancellationToken CallerGone => CancellationToken.None;

    protected override string QueryString => "";

    public override string? Header(string name) => null;
}
