namespace HealthFunction.Settings;

/// <summary><c>Health__Endpoints__&lt;name&gt;</c>: something that answers HTTP.</summary>
internal sealed class EndpointOptions : DependencyOptions
{
    /// <summary>An absolute http or https URL; its short form is the setting's own value.</summary>
    public string Url { get; set; } = "";

    /// <summary>GET or HEAD.</summary>
    public string Method { get; set; } = "GET";

    /// <summary>The status code that means UP; null takes any of 200 to 299.</summary>
    public int? ExpectedStatus { get; set; }
}
