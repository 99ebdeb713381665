using HealthFunction.Settings;

namespace HealthFunction.Probes.Endpoints;

/// <summary>
/// Reads settings such as <c>Headers__X_Api_Key</c>. Not every place where settings are kept accepts a <c>-</c> in a name, so <c>_</c>
/// stands for it.
/// </summary>
internal static class HeaderSettings
{
    /// <param name="section">The endpoint.</param>
    /// <param name="key">The setting above the headers.</param>
    /// <param name="isSecret">Whether faults do not show values.</param>
    /// <param name="maxLength">The maximum length of a value.</param>
    /// <param name="findFault">Gets name and value; its answer is the rest of a sentence, or null when there is no fault.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(
        SettingsSection section, string key, bool isSecret, int maxLength, Func<string, string, string?> findFault)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var header in section.Children(key))
        {
            var name = header.Key.Replace('_', '-');
            var value = header.Value?.Trim() ?? "";
            var fault =
                name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? "has a name that no header can have"
                : headers.Exists(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) ? "is set twice, with - and with _"
                : value.Length == 0 ? "is empty"
                : value.Length > maxLength ? $"has more than {maxLength} characters"
                : findFault(name, value);
            if (fault is null)
            {
                headers.Add(new(name, value));
            }
            else
            {
                header.Fault(
                    $"{fault}{(isSecret ? " (what it holds is not shown)" : "")}; {key}__<header> accepts the value of a header, with _ for - in the name.");
            }
        }

        return headers;
    }
}
