using System.Globalization;
using HealthFunction.Settings;

namespace HealthFunction.Checks;

/// <summary>How checks are run and reported: the settings directly below <c>Health__</c>.</summary>
internal sealed class CheckOptions
{
    public static readonly TimeSpan MinTimeout = TimeSpan.FromMilliseconds(10);
    public static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan MaxMaxAge = TimeSpan.FromMinutes(10);

    /// <summary>The timeout of checks that have none of their own.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The maximum age of a report that is used again; with zero, every answer is a fresh one.</summary>
    public TimeSpan MaxAge { get; init; }

    public ErrorDetail ErrorDetail { get; init; }

    /// <summary>Why the deployment is out of rotation; null if it is not.</summary>
    public DrainReason? Drain { get; init; }

    /// <summary>The timeout as the settings have it, for others that depend on it; <see cref="Read"/> reports a wrong one.</summary>
    public static TimeSpan TimeoutIn(SettingsSection health) =>
        TimeSpan.TryParse(health.Text("Timeout"), CultureInfo.InvariantCulture, out var timeout) && timeout >= MinTimeout && timeout <= MaxTimeout
            ? timeout
            : new CheckOptions().Timeout;

    public static CheckOptions Read(SettingsSection health)
    {
        var defaults = new CheckOptions();
        return new()
        {
            Timeout = health.Duration("Timeout", MinTimeout, MaxTimeout) ?? defaults.Timeout,
            MaxAge = health.Duration("MaxAge", TimeSpan.Zero, MaxMaxAge) ?? defaults.MaxAge,
            ErrorDetail = health.Choice<ErrorDetail>("ErrorDetail") ?? defaults.ErrorDetail,
            Drain = DrainReason.Read(health),
        };
    }
}
