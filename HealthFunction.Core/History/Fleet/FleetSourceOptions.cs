using HealthFunction.History.Storage;
using HealthFunction.Settings;

namespace HealthFunction.History.Fleet;

/// <summary>One other source of the fleet.</summary>
/// <param name="Setting">The setting that names it, as an app setting is written.</param>
/// <param name="Place">Where its history is; what is empty is as <c>Health__History__…</c> has it.</param>
internal sealed record FleetSourceOptions(string Setting, HistoryOptions Place)
{
    public static FleetSourceOptions Read(SettingsSection section)
    {
        section.CheckName();
        var place = new HistoryOptions { Table = "" };
        place.ReadPlace(section, section.Value);
        section.RefuseUnknownKeys();
        if (place.Source.Length == 0)
        {
            place.Source = section.Key;
        }

        return new FleetSourceOptions(section.Name, place);
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
