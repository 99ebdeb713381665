using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using HealthFunction.Checks;

namespace HealthFunction.Probes;

/// <summary>When the certificate ends that a server showed on the connections of one client. Of several servers the first end counts.</summary>
internal sealed class ShownCertificate(TimeProvider time)
{
    private readonly Lock _lock = new();
    private DateTimeOffset? _endsAt;
    private bool _wasValid;

    /// <summary>Null until one was shown.</summary>
    public DateTimeOffset? EndsAt
    {
        get
        {
            lock (_lock)
            {
                return _endsAt;
            }
        }
    }

    /// <summary>Notes the certificate of the only server, whose other connections have ended.</summary>
    public void Replace(X509Certificate? certificate) => Note(certificate, isOnly: true);

    /// <summary>Notes the certificate of one more server.</summary>
    public void Add(X509Certificate? certificate) => Note(certificate, isOnly: false);

    /// <summary>
    /// A connection is not made anew when its certificate ends, so one that has ended since makes a kept connection stale: the next
    /// connection shows whether the client accepts what the server has now.
    /// </summary>
    /// <exception cref="ProbeException">It was valid when the connection was made.</exception>
    public void RefuseEnded()
    {
        lock (_lock)
        {
            if (_wasValid && _endsAt <= time.GetUtcNow())
            {
                throw new ProbeException(ErrorText.TlsFailure);
            }
        }
    }

    /// <summary>Accepts what the system accepts. Its exception says what was wrong, which a mere refusal would not.</summary>
    /// <exception cref="AuthenticationException">The certificate is not valid for this connection.</exception>
    public static bool Accept(X509Chain? chain, SslPolicyErrors errors) => errors == SslPolicyErrors.None
        ? true
        : throw new AuthenticationException(
            $"The remote certificate is invalid: {errors} ({string.Join(", ", chain?.ChainStatus.Select(s => s.Status) ?? [])})");

    private void Note(X509Certificate? certificate, bool isOnly)
    {
        if (certificate is not X509Certificate2 shown)
        {
            return;
        }

        DateTimeOffset endsAt = shown.NotAfter.ToUniversalTime();
        lock (_lock)
        {
            if (isOnly || _endsAt is null || endsAt < _endsAt)
            {
                (_endsAt, _wasValid) = (endsAt, endsAt > time.GetUtcNow());
            }
        }
    }
}
