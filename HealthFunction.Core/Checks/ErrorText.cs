using System.Globalization;
using System.Text.RegularExpressions;

namespace HealthFunction.Checks;

/// <summary>
/// The closed vocabulary of public error texts. Nothing else about a failure leaves the process unless an operator enables details, so a
/// text must not contain a host, a port, a user name, a secret or a stack trace.
/// </summary>
internal sealed partial record ErrorText
{
    private ErrorText(string text, string? kind = null)
    {
        Text = text;
        Kind = kind ?? text;
    }

    /// <summary>The text as it appears in an answer and in history.</summary>
    public string Text { get; }

    /// <summary>The text without its variable part: few different values, as a dimension of a metric needs.</summary>
    public string Kind { get; }

    public static ErrorText ConnectionRefused { get; } = new("connection refused");

    public static ErrorText ConnectionLost { get; } = new("connection lost");

    public static ErrorText NetworkUnreachable { get; } = new("network unreachable");

    public static ErrorText NameResolutionFailed { get; } = new("name resolution failed");

    public static ErrorText AuthenticationFailed { get; } = new("authentication failed");

    public static ErrorText PermissionDenied { get; } = new("permission denied");

    public static ErrorText TooManyConnections { get; } = new("too many connections");

    public static ErrorText TlsFailure { get; } = new("TLS failure");

    public static ErrorText UnexpectedAnswer { get; } = new("unexpected answer");

    public static ErrorText UnexpectedHeader { get; } = new("unexpected header");

    public static ErrorText UnexpectedBody { get; } = new("unexpected body");

    /// <summary>It has another value at the place, no such place, or no JSON at all.</summary>
    public static ErrorText UnexpectedJson { get; } = new("unexpected JSON");

    public static ErrorText BodyTooLong { get; } = new("body too long");

    public static ErrorText UnexpectedHttpVersion { get; } = new("unexpected HTTP version");

    public static ErrorText NotFound { get; } = new("not found");

    public static ErrorText ReadOnly { get; } = new("read-only");

    public static ErrorText OutOfSpace { get; } = new("out of space");

    public static ErrorText NotReady { get; } = new("starting up or shutting down");

    public static ErrorText Throttled { get; } = new("throttled");

    public static ErrorText CheckFailed { get; } = new("check failed");

    /// <summary>Used with <see cref="Verdict.Unknown"/>: there was no credential, so no request was sent.</summary>
    public static ErrorText NoCredential { get; } = new("no credential");

    /// <summary>Used with <see cref="Verdict.Unknown"/>: the app is about to stop.</summary>
    public static ErrorText ShuttingDown { get; } = new("shutting down");

    /// <summary>Used with <see cref="Verdict.Unknown"/>: an abandoned attempt at the same dependency has not ended yet.</summary>
    public static ErrorText EarlierAttemptStuck { get; } = new("an earlier attempt is still stuck");

    /// <summary>A check that is not a probe of this app says that it is degraded; its own words are only for operators.</summary>
    public static ErrorText Degraded { get; } = new("degraded");

    public static ErrorText TimedOutAfter(TimeSpan timeout) =>
        new(string.Create(CultureInfo.InvariantCulture, $"timed out after {timeout.TotalMilliseconds:0} ms"), "timed out");

    public static ErrorText UnexpectedStatus(int status) =>
        new(string.Create(CultureInfo.InvariantCulture, $"unexpected status {status}"), "unexpected status");

    /// <summary>Why a check is degraded: it was answered later than <c>SlowAfter</c> says.</summary>
    public static ErrorText SlowerThan(TimeSpan limit) =>
        new(string.Create(CultureInfo.InvariantCulture, $"slower than {limit.TotalMilliseconds:0.###} ms"), "slow");

    /// <summary>Why a probe of this app says that its dependency is degraded. Its words are fixed; only figures vary.</summary>
    public static ErrorText OfProbe(string description) => new(description, Figures().Replace(description, ""));

    /// <summary>The only text with words that are not the app's own: those of the operator, who wrote them for everybody to read.</summary>
    public static ErrorText Drained(DrainReason reason) => new($"drained: {reason.Text}", "drained");

    public override string ToString() => Text;

    [GeneratedRegex(@"\d+(\.\d+)? ?")]
    private static partial Regex Figures();
}
