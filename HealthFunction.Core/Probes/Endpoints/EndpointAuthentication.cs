using System.Net.Http.Headers;
using System.Text;
using Azure.Core;
using HealthFunction.Settings;

namespace HealthFunction.Probes.Endpoints;

/// <summary>How the app authenticates to an endpoint: not at all, by user and password, by a token, or by its own identity.</summary>
internal sealed class EndpointAuthentication
{
    private const string EveryScope = "/.default";

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>A bearer token.</summary>
    public string? Token { get; init; }

    public EndpointIdentity Identity { get; init; }

    /// <summary>Whom the token of the app's own identity is for.</summary>
    public string? Audience { get; init; }

    /// <inheritdoc cref="Databases.DatabaseOptions.ClientId"/>
    public string? ClientId { get; init; }

    private string Basic => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));

    public static EndpointAuthentication Read(SettingsSection section, string url, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var read = new EndpointAuthentication
        {
            User = section.Text("User"),
            Password = section.Text("Password"),
            Token = section.Text("Token"),
            Identity = section.Choice<EndpointIdentity>("Identity") ?? EndpointIdentity.None,
            Audience = section.Text("Audience"),
            ClientId = section.Id("ClientId")?.ToString(),
        };
        section.Hide([read.Password ?? "", read.Token ?? "", read.User is null ? "" : read.Basic]);
        if (read.FindFault(url, headers.Any(h => h.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase))) is { } fault)
        {
            section.Fault(fault);
        }

        return read;
    }

    /// <summary>The credential of a request.</summary>
    /// <param name="entra">The app's own identity; null unless the settings ask for it.</param>
    /// <param name="cancellationToken">The attempt's end.</param>
    public async ValueTask<AuthenticationHeaderValue?> GetAsync(TokenCredential? entra, CancellationToken cancellationToken)
    {
        if (entra is not null)
        {
            var token = await entra.GetTokenAsync(new TokenRequestContext([Scope(Audience!)]), cancellationToken).ConfigureAwait(false);
            return new("Bearer", token.Token);
        }

        return User is not null ? new("Basic", Basic) : Token is not null ? new("Bearer", Token) : null;
    }

    private static string Scope(string audience) =>
        audience.EndsWith(EveryScope, StringComparison.Ordinal) ? audience : audience.TrimEnd('/') + EveryScope;

    private static bool IsSafe(string url) =>
        !Uri.TryCreate(url, UriKind.Absolute, out var target) || target.Scheme != Uri.UriSchemeHttp || target.IsLoopback;

    private string? FindFault(string url, bool hasHeader)
    {
        var isEntra = Identity == EndpointIdentity.Entra;
        return new[] { User is not null, Token is not null, isEntra, hasHeader }.Count(given => given) > 1
                ? "has more than one credential; it accepts one of User with Password, Token, Identity=Entra, and Headers__Authorization."
            : Password is not null && User is null ? "has a Password and no User; it accepts both, or neither."
            : User?.Contains(':', StringComparison.Ordinal) == true ? "has a User with a colon, which would end it; it accepts one without."
            : Token?.All(c => c is > ' ' and <= '~') == false ? "has a Token with a blank or another character that a token cannot have (what it holds is not shown)."
            : isEntra && Audience is null ? "has no Audience, and Identity=Entra needs one: the application id URI of the endpoint, such as api://orders."
            : !isEntra && Audience is not null ? "has an Audience, which only Identity=Entra uses."
            : Audience?.All(c => c is > ' ' and <= '~') == false ? "has an Audience with a blank or another character that it cannot have."
            : isEntra && !IsSafe(url) ? "would send a token of the app's identity over http; Identity=Entra needs an https URL."
            : null;
    }
}
