using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace HealthFunction.Settings;

/// <summary>
/// Reads one configuration section strictly: every value that its setting does not accept, and every key that is not a setting, becomes a
/// fault with the setting's name as an app setting.
/// </summary>
internal sealed class SettingsSection(IConfigurationSection section, SettingsFindings findings)
{
    private const int MaxNameLength = 60;

    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The setting's name with <c>__</c>, as in an environment variable.</summary>
    public string Name => SettingName.AsVariable(section.Path);

    public string Key => section.Key;

    /// <summary>The section's own value: the short form of a dependency.</summary>
    public string? Value => section.Value;

    /// <summary>Whether it or anything below it has a value.</summary>
    public bool IsSet => section.AsEnumerable().Any(s => !string.IsNullOrEmpty(s.Value));

    public void Fault(string text) => findings.Faults.Add($"{Name} {text}");

    /// <summary>Reports a section that an operator has named and that cannot have this name: it has to be a part of a key and of a variable.</summary>
    public void CheckName()
    {
        if (Key.Length is 0 or > MaxNameLength || !Key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            Fault($"has a name that cannot be a key; a name has 1 to {MaxNameLength} letters, digits and '_'.");
        }
    }

    /// <summary>Reports faults that are whole lines, with the setting's name, which may be outside this section.</summary>
    public void Report(IEnumerable<string> faults) => findings.Faults.AddRange(faults);

    /// <summary>Registers values that must not be shown anywhere.</summary>
    public void Hide(IEnumerable<string> secrets) => findings.Secrets.UnionWith(secrets.Where(s => s.Length > 0));

    public IEnumerable<SettingsSection> Children(string key)
    {
        _known.Add(key);
        var parent = section.GetSection(key);
        if (!string.IsNullOrEmpty(parent.Value))
        {
            findings.Faults.Add($"{Name}__{key} is a value; it accepts one setting for each name, such as {Name}__{key}__default.");
        }

        return parent.GetChildren().Select(c => new SettingsSection(c, findings));
    }

    public SettingsSection Child(string key)
    {
        _known.Add(key);
        return new SettingsSection(section.GetSection(key), findings);
    }

    public string? Text(string key)
    {
        if (_known.Add(key))
        {
            // Values below a single value would be lost silently.
            findings.Faults.AddRange(section.GetSection(key).GetChildren().Select(c => $"{Name}__{key}__{c.Key} is no setting; {Name}__{key} accepts one value."));
        }

        return section[key] is { Length: > 0 } text ? text : null;
    }

    /// <param name="key">The setting's last part.</param>
    /// <param name="min">The shortest duration that it accepts.</param>
    /// <param name="max">The longest duration that it accepts.</param>
    public TimeSpan? Duration(string key, TimeSpan min, TimeSpan max)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        // A bare number would be read as days.
        if (text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration)
            && duration >= min && duration <= max)
        {
            return duration;
        }

        findings.Faults.Add($"{Name}__{key} is \"{text}\"; it accepts a duration as hh:mm:ss from {min:c} to {max:c}.");
        return null;
    }

    public bool? Flag(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (bool.TryParse(text, out var flag))
        {
            return flag;
        }

        findings.Faults.Add($"{Name}__{key} is \"{text}\"; it accepts true or false.");
        return null;
    }

    public int? Number(string key, int min, int max)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        findings.Faults.Add(string.Create(CultureInfo.InvariantCulture, $"{Name}__{key} is \"{text}\"; it accepts a whole number from {min} to {max}."));
        return null;
    }

    public T? Choice<T>(string key)
        where T : struct, Enum
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        // Enum.TryParse also accepts numbers and lists.
        if (Enum.GetNames<T>().FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name)
        {
            return Enum.Parse<T>(name);
        }

        findings.Faults.Add($"{Name}__{key} is \"{text}\"; it accepts {string.Join(" or ", Enum.GetNames<T>())}.");
        return null;
    }

    public Guid? Id(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (Guid.TryParse(text, out var id))
        {
            return id;
        }

        // Not shown: the Front Door id admits callers, and a value pasted by mistake may be a worse secret.
        findings.Faults.Add($"{Name}__{key} is no GUID (what it holds is not shown); it accepts one.");
        return null;
    }

    /// <summary>Call after everything was read: the remaining keys are unknown.</summary>
    public void RefuseUnknownKeys()
    {
        foreach (var child in section.GetChildren())
        {
            if (!_known.Contains(child.Key))
            {
                findings.Faults.Add($"{Name}__{child.Key} is no setting; {Name} accepts {string.Join(", ", _known.Order(StringComparer.Ordinal))}.");
            }
        }
    }
}
