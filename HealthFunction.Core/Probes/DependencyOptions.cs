using HealthFunction.Checks;
using HealthFunction.Settings;

namespace HealthFunction.Probes;

/// <summary>The settings that all kinds of dependencies have.</summary>
internal abstract class DependencyOptions
{
    /// <summary>The timeout of an attempt; null means <c>Health__Timeout</c>.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Whether the overall verdict depends on this dependency.</summary>
    public bool Critical { get; set; } = true;

    /// <summary>What is said of the check beside its client.</summary>
    public CheckTraits Traits { get; set; } = CheckTraits.None;

    /// <summary>All dependencies of one kind by their names, in configured order.</summary>
    public static IReadOnlyList<KeyValuePair<string, T>> ReadAll<T>(SettingsSection health, string kind)
        where T : DependencyOptions, new()
    {
        var all = new List<KeyValuePair<string, T>>();
        foreach (var section in health.Children(kind))
        {
            section.CheckName();
            var options = new T
            {
                Timeout = section.Duration("Timeout", CheckOptions.MinTimeout, CheckOptions.MaxTimeout),
                Critical = section.Flag("Critical") ?? true,
            };
            options.Traits = TraitSettings.Read(section, options.Timeout ?? CheckOptions.TimeoutIn(health), options.Critical);
            options.Read(section);
            section.RefuseUnknownKeys();
            all.Add(new(section.Key, options));
        }

        return all;
    }

    /// <summary>Reads the settings of this kind only.</summary>
    protected abstract void Read(SettingsSection section);

    /// <summary>The section's connection string in its long or short form; empty, with a fault, when there is none.</summary>
    protected static string ReadConnectionString(SettingsSection section, string form)
    {
        var text = section.Text("ConnectionString") ?? section.Value;
        if (string.IsNullOrWhiteSpace(text))
        {
            section.Fault($"is empty; {form}");
            return "";
        }

        return text;
    }

    /// <summary>Reports a connection string that cannot be used. Its value is never repeated: it may be a secret.</summary>
    protected static void Check(SettingsSection section, string connectionString, string form, Predicate<string> isUsable)
    {
        if (connectionString.Length == 0)
        {
            return;
        }

        bool usable;
        try
        {
            usable = isUsable(connectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException or KeyNotFoundException
            or NotSupportedException or OverflowException)
        {
            usable = false;
        }

        if (!usable)
        {
            section.Fault($"cannot be read (what it holds is not shown); {form}");
        }
    }
}
