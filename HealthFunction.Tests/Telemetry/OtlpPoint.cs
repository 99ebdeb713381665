using HealthFunction.Testing;

namespace HealthFunction.Tests.Telemetry;

/// <summary>One data point of a metric as it was received (opentelemetry.proto.metrics.v1).</summary>
/// <param name="Scope">The meter.</param>
/// <param name="Name">The instrument.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Kind">gauge, sum or histogram.</param>
/// <param name="Value">The number, or a histogram's sum.</param>
/// <param name="Count">How many measurements a histogram has; 1 for a number.</param>
/// <param name="Bounds">A histogram's.</param>
/// <param name="Attributes">Distinguish it from other points of the metric.</param>
/// <param name="Resource">The sender.</param>
internal sealed record OtlpPoint(
    string Scope,
    string Name,
    string Unit,
    string Kind,
    double Value,
    ulong Count,
    IReadOnlyList<double> Bounds,
    IReadOnlyDictionary<string, object> Attributes,
    IReadOnlyDictionary<string, object> Resource)
{
    private static readonly (int Field, string Kind)[] Kinds = [(5, "gauge"), (7, "sum"), (9, "histogram")];

    public static IEnumerable<OtlpPoint> Read(ProtoMessage request) =>
        from resource in request.Messages(1)
        let resourceAttributes = OtlpAttributes.Read(resource.Message(1), 1)
        from scope in resource.Messages(2)
        from metric in scope.Messages(2)
        from kind in Kinds
        where metric.Has(kind.Field)
        from point in metric.Message(kind.Field).Messages(1)
        let isHistogram = kind.Field == 9
        select new OtlpPoint(
            scope.Message(1).Text(1),
            metric.Text(1),
            metric.Text(3),
            kind.Kind,
            isHistogram ? point.Double(5) : point.Has(4) ? point.Double(4) : (long)point.Number(6),
            isHistogram ? point.Number(4) : 1,
            isHistogram ? point.Doubles(7) : [],
            OtlpAttributes.Read(point, isHistogram ? 9 : 7),
            resourceAttributes);
}
