using System.Net.Security;
using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using Npgsql;

namespace HealthFunction.Probes.Databases;

/// <summary>
/// Finds the certificate that a server showed on a connection. Npgsql has no public way to it: a callback of one's own is refused with
/// the modes that verify, and replacing their verification is not worth a date. Where its internals are different there is none.
/// </summary>
internal static class DatabaseCertificate
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly PropertyInfo? Connector = typeof(NpgsqlConnection).GetProperty("Connector", Any);

    private static readonly FieldInfo? Transport = Connector?.PropertyType.GetField("_stream", Any);

    public static X509Certificate? Find(NpgsqlConnection connection) =>
        Connector?.GetValue(connection) is { } connector && Transport?.GetValue(connector) is SslStream { IsAuthenticated: true } stream
            ? stream.RemoteCertificate
            : null;
}
