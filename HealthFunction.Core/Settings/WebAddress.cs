namespace HealthFunction.Settings;

/// <summary>URLs in settings that are shown to people or called.</summary>
internal static class WebAddress
{
    /// <summary>Short enough to fit into a section of a Slack message, however it is escaped.</summary>
    public const int MaxLinkLength = 500;

    public const string LinkForm = "it accepts an absolute http or https URL of at most 500 characters without user name and password.";

    /// <summary>An absolute http or https URL without user name and password; null if the text is anything else.</summary>
    public static Uri? TryRead(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url.UserInfo.Length == 0
        && url.Host.Length > 0
            ? url
            : null;

    /// <summary>A URL that people are shown; null if the text is anything else.</summary>
    public static Uri? TryReadLink(string text) => text.Length <= MaxLinkLength ? TryRead(text) : null;
}
