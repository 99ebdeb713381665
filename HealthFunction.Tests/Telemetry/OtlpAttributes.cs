using HealthFunction.Testing;

namespace HealthFunction.Tests.Telemetry;

/// <summary>Reads opentelemetry.proto.common.v1.KeyValue fields.</summary>
internal static class OtlpAttributes
{
    public static IReadOnlyDictionary<string, object> Read(ProtoMessage message, int field) =>
        message.Messages(field).ToDictionary(a => a.Text(1), a => Value(a.Message(2)));

    private static object Value(ProtoMessage any)
    {
        if (any.Has(2))
        {
            return any.Number(2) != 0;
        }

        return any.Has(3) ? (long)any.Number(3) : any.Has(4) ? any.Double(4) : any.Text(1);
    }
}
