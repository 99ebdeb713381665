using HealthFunction.History.Storage;
using HealthFunction.Settings;

namespace HealthFunction.History.Fleet;

/// <summary>One other source of the fleet.</summary>
/// <param name="Setting">The setting that names it, as an app setting is written.</param>
/// <param name="Place">Where its history is; what is empty is as <c>Health__History__…</c> has it.</param>
/// <param name="Url">Its <c>health/live</c>, which the recorder watches; null where it is not watched.</param>
internal sealed record FleetSourceOptions(string Setting, HistoryOptions Place, Uri? Url = null)
{
    private const string UrlForm = "it accepts the http or https URL of the region's health/live, without user name and password.";

    public static FleetSourceOptions Read(SettingsSection section)
    {
        section.CheckName();
        var place = new HistoryOptions { Table = "" };
        place.ReadPlace(section, section.Value);
        var url = ReadUrl(section);
        section.RefuseUnknownKeys();
        if (place.Source.Length == 0)
        {
            place.Source = section.Key;
        }

        return new FleetSourceOptions(section.Name, place, url);
    }

    private static Uri? ReadUrl(SettingsSection section)
    {
        if (section.Text("Url") is not { } text)
        {
            return null;
        }

        section.Hide(UrlSecrets.Of(text));
        if (Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            && (url.UserInfo.Length | url.Fragment.Length) == 0
            && url.Host.Length > 0)
        {
            return url;
        }

        section.Child("Url").Fault($"is no URL that can be watched (what it holds is not shown); {UrlForm}");
        return null;
    }

    /// <summary>The place with what is not set taken from where this app's own history is.</summary>
    public HistoryOptions Over(HistoryOptions own) => new()
    {
        Table = Place.Table.Length > 0 ? Place.Table : own.Table,
        Source = Place.Source,
        ConnectionString = Place.ConnectionString.Length > 0 ? Place.ConnectionString : own.ConnectionString,
        ClientId = Place.ClientId ?? own.ClientId,
        Timeout = own.Timeout,
    };
}
