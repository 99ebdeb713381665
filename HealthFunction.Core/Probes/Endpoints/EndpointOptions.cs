using HealthFunction.Settings;

namespace HealthFunction.Probes.Endpoints;

/// <summary><c>Health__Endpoints__&lt;name&gt;</c>: an HTTP endpoint.</summary>
internal sealed class EndpointOptions : DependencyOptions
{
    private const string Form = "it accepts an absolute http or https URL without user name and password.";

    /// <summary>An absolute http or https URL; its short form is the setting's own value.</summary>
    public string Url { get; set; } = "";

    public EndpointRequest Request { get; set; } = new();

    public EndpointAuthentication Authentication { get; set; } = new();

    public EndpointExpectations Expected { get; set; } = new();

    public EndpointCertificates Certificates { get; set; } = new();

    public CertificateLimit CertificateLimit { get; set; } = CertificateLimit.Default;

    protected override void Read(SettingsSection section)
    {
        Url = section.Text("Url") ?? section.Value ?? "";
        section.Hide(UrlSecrets.Of(Url));
        Request = EndpointRequest.Read(section);
        Expected = EndpointExpectations.Read(section, Request.Method);
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

        Authentication = EndpointAuthentication.Read(section, Url, Request.Headers);
        CertificateLimit = CertificateLimit.Read(section);
        Certificates = EndpointCertificates.Read(section, Url);
    }
}
