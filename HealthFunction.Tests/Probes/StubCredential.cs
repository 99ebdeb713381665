using Azure.Core;
using Azure.Identity;

namespace HealthFunction.Tests.Probes;

/// <summary>Stands in for Entra ID: returns one token, or none.</summary>
internal sealed class StubCredential(string? token, DateTimeOffset? expiresOn = null) : TokenCredential
{
    private readonly List<string> _scopes = [];

    public string? Token { get; set; } = token;

    /// <summary>When set, no caller gets an answer before it completes.</summary>
    public Task? Until { get; set; }

    public DateTimeOffset ExpiresOn { get; set; } = expiresOn ?? DateTimeOffset.MaxValue;

    /// <summary>The scope of each request, in order.</summary>
    public IReadOnlyList<string> Scopes
    {
        get
        {
            lock (_scopes)
            {
                return [.. _scopes];
            }
        }
    }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        lock (_scopes)
        {
            _scopes.Add(requestContext.Scopes[0]);
        }

        if (Until is { } until)
        {
            await until.WaitAsync(cancellationToken);
        }

        return Token is { } held ? new AccessToken(held, ExpiresOn) : throw new CredentialUnavailableException("No identity here.");
    }
}
