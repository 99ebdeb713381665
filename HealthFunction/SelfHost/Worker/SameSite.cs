namespace Microsoft.Azure.Functions.Worker.Http;

public enum SameSite
{
    /// <summary>The attribute is not sent.</summary>
    None = 0,
    Lax = 1,
    Strict = 2,

    /// <summary><c>SameSite=None</c> is sent.</summary>
    ExplicitNone = 3,
}
