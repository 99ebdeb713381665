using HealthFunction.Testing;

namespace HealthFunction.Tests.Telemetry;

/// <summary>A span as it was received (opentelemetry.proto.trace.v1.Span).</summary>
internal sealed record OtlpSpan(
    string Scope,
    string Name,
    string TraceId,
    string SpanId,
    string ParentId,
    ulong Start,
    ulong End,
    int Status,
    string StatusText,
    IReadOnlyDictionary<string, object> Attributes,
    IReadOnlyDictionary<string, object> Resource)
{
    public const int Unset = 0;
    public const int Error = 2;

    public static IEnumerable<OtlpSpan> Read(ProtoMessage request) =>
        from resource in request.Messages(1)
        let resourceAttributes = OtlpAttributes.Read(resource.Message(1), 1)
        from scope in resource.Messages(2)
        from span in scope.Messages(2)
        let status = span.Message(15)
        select new OtlpSpan(
            scope.Message(1).Text(1),
            span.Text(5),
            Convert.ToHexString(span.Bytes(1).Span),
            Convert.ToHexString(span.Bytes(2).Span),
            Convert.ToHexString(span.Bytes(4).Span),
            span.Number(7),
            span.Number(8),
            (int)status.Number(3),
            status.Text(2),
            OtlpAttributes.Read(span, 9),
            resourceAttributes);
}
