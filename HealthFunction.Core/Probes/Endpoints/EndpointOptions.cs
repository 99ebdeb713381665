using HealthFunction.Settings;

namespace HealthFunction.Probes.Endpoints;

/// <summary><c>Health__Endpoints__&lt;name&gt;</c>: an HTTP endpoint.</summary>
internal sealed class EndpointOptions : DependencyOptions
{
    private const string Form = "it accepts an absolute http or https URL without user name and password.";

    /// <summary>An absolute http or https URL; its short form is the setting's own value.</summary>
    public string Url { get; set; } = "";

    /// <summary>GET or HEAD.</summary>
    public string Method { get; set; } = "GET";

    /// <summary>The status code that means UP; null means any of 200 to 299.</summary>
    public int? ExpectedStatus { get; set; }

    protected override void Read(SettingsSection section)
    {
        Url = section.Text("Url") ?? section.Value ?? "";
        section.Hide(UrlSecrets.Of(Url));
        ExpectedStatus = section.Number("ExpectedStatus", 100, 599);
        ReadMethod(section);
        if (Url.Length == 0)
        {
            section.Fault($"is empty; {Form}");
        }
        else if (!Uri.TryCreate(Url, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            || url.UserInfo.Length > 0)
        {
            section.Fault($"is no URL that can be asked; {Form}");
        }
    }

    private void ReadMethod(SettingsSection section)
    {
        var method = section.Text("Method") ?? Method;
        if (!method.Equals("GET", StringComparison.OrdinalIgnoreCase) && !method.Equals("HEAD", StringComparison.OrdinalIgnoreCase))
        {
            section.Child("Method").Fault($"is \"{method}\"; it accepts GET or HEAD.");
        }

        Method = method.ToUpperInvariant();
    }
}
