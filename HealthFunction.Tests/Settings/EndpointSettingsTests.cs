using HealthFunction.Testing;
using HealthFunction.Tests.Probes;

namespace HealthFunction.Tests.Settings;

public sealed class EndpointSettingsTests
{
    [Theory]
    [InlineData("Method", "DELETE", "__Method is \"DELETE\"; it accepts GET, HEAD, OPTIONS, POST, PUT, PATCH.")]
    [InlineData("HttpVersion", "3", "__HttpVersion is \"3\"; it accepts 1.1 or 2.")]
    [InlineData("ExpectedStatus", "2xx", "__ExpectedStatus is \"2xx\"; it accepts status codes from 100 to 599 and ranges of them, such as 200-204,301.")]
    [InlineData("ExpectedStatus", "204-200", "__ExpectedStatus is \"204-200\"; it accepts")]
    [InlineData("ExpectedStatus", "200,", "__ExpectedStatus is \"200,\"; it accepts")]
    [InlineData("ExpectedStatus", "99", "__ExpectedStatus is \"99\"; it accepts")]
    [InlineData("ExpectedStatus", "200-600", "__ExpectedStatus is \"200-600\"; it accepts")]
    [InlineData("ExpectedStatus", "200-204-206", "__ExpectedStatus is \"200-204-206\"; it accepts")]
    [InlineData("ExpectedPattern", "(", "__ExpectedPattern cannot be used; it accepts a regular expression of at most 1000 characters")]
    [InlineData("ExpectedPattern", "a(?=b)", "__ExpectedPattern cannot be used")]
    [InlineData("ExpectedPattern", @"(a)\1", "__ExpectedPattern cannot be used")]
    [InlineData("JsonPointer", "/status", " has only one of JsonPointer and ExpectedJson")]
    [InlineData("ExpectedJson", "UP", " has only one of JsonPointer and ExpectedJson")]
    [InlineData("MaxBody", "0", "__MaxBody is \"0\"; it accepts a whole number from 1 to 1048576.")]
    [InlineData("MaxBody", "1048577", "__MaxBody is \"1048577\"; it accepts")]
    [InlineData("Headers", "X-Key: hunter2hunter2", "__Headers is a value; it accepts one setting for each name")]
    [InlineData("Headers:X Key", "hunter2hunter2", "__Headers__X Key has a name that no header can have (what it holds is not shown); Headers__<header> accepts")]
    [InlineData("Headers:X_Key", "hunter2\nhunter2", "__Headers__X_Key has a character that a header cannot have")]
    [InlineData("Headers:X_Key", "hünter2", "__Headers__X_Key has a character that a header cannot have")]
    [InlineData("Headers:X_Key", " ", "__Headers__X_Key is empty")]
    [InlineData("Headers:X:Key", "hunter2hunter2", "__Headers__X is empty")]
    [InlineData("Headers:Cache_Control", "max-age=60", "__Headers__Cache_Control is a header that the check sets itself")]
    [InlineData("Headers:Content-Length", "1", "__Headers__Content-Length is a header that the check sets itself")]
    [InlineData("Headers:Content-Type", "text/xml", "__Headers__Content-Type describes a body, and there is no Body")]
    [InlineData("ExpectedHeaders:X Role", "a", "__ExpectedHeaders__X Role has a name that no header can have; ExpectedHeaders__<header> accepts")]
    [InlineData("ExpectedHeaders:X_Role", " ", "__ExpectedHeaders__X_Role is empty")]
    [InlineData("Password", "hunter2hunter2", " has a Password and no User; it accepts both, or neither.")]
    [InlineData("User", "a:b", " has a User with a colon, which would end it")]
    [InlineData("Token", "hunter2 hunter2", " has a Token with a blank or another character that a token cannot have (what it holds is not shown).")]
    [InlineData("Identity", "Kerberos", "__Identity is \"Kerberos\"; it accepts None or Entra.")]
    [InlineData("Identity", "Entra", " has no Audience, and Identity=Entra needs one")]
    [InlineData("Audience", "api://orders", " has an Audience, which only Identity=Entra uses.")]
    [InlineData("ClientId", "me", "__ClientId is no GUID")]
    [InlineData("CertificateAuthority", "/nowhere/ca.pem", "__CertificateAuthority holds no certificate that can be read (what it holds is not shown); it accepts the path of a PEM file, or its text.")]
    [InlineData("CertificateAuthority", "-----BEGIN hunter2-----", "__CertificateAuthority holds no certificate that can be read")]
    [InlineData("ClientCertificate", "/nowhere/own.pem", "__ClientCertificate holds no certificate with a key that can be read")]
    [InlineData("ClientCertificate", "aHVudGVyMmh1bnRlcjI=", "__ClientCertificate holds no certificate with a key that can be read")]
    [InlineData("ClientCertificateKey", "/nowhere/own.key", " has a ClientCertificateKey or a ClientCertificatePassword and no ClientCertificate.")]
    [InlineData("ClientCertificatePassword", "hunter2hunter2", " has a ClientCertificateKey or a ClientCertificatePassword and no ClientCertificate.")]
    public void A_wrong_setting_is_one_line_with_its_name_and_what_it_accepts_and_without_a_secret(string key, string value, string fault) =>
        AssertFault(fault, (key, value));

    [Theory]
    [InlineData("Method", "HEAD", "Body", "hunter2hunter2", "__Body is set, and a HEAD request has none; with a body, Method accepts POST, PUT, PATCH.")]
    [InlineData("Method", "HEAD", "ExpectedText", "OK", " compares a body, and the answer to HEAD has none")]
    [InlineData("JsonPointer", "status", "ExpectedJson", "UP", "__JsonPointer is \"status\"; it accepts a JSON pointer, such as /components/0/status.")]
    [InlineData("Headers:X-Key", "hunter2hunter2", "Headers:X_Key", "hunter2hunter2", "__Headers__X_Key is set twice, with - and with _")]
    [InlineData("Token", "hunter2hunter2", "User", "app", " has more than one credential; it accepts one of User with Password, Token, Identity=Entra, and Headers__Authorization.")]
    [InlineData("Token", "hunter2hunter2", "Headers:Authorization", "Bearer hunter2hunter2", " has more than one credential")]
    [InlineData("Identity", "Entra", "Audience", "api://a b", " has an Audience with a blank")]
    [InlineData("Url", "http://orders.example/", "CertificateAuthority", "x", " has certificates, which only an https URL uses.")]
    public void Settings_that_exclude_each_other_are_one_line(string key, string value, string other, string otherValue, string fault) =>
        AssertFault(fault, (key, value), (other, otherValue));

    [Theory]
    [InlineData("http://orders.example/", 1)]
    [InlineData("https://orders.example/", 0)]
    [InlineData("http://localhost:7071/", 0)]
    [InlineData("http://127.0.0.1:7071/", 0)]
    public void A_token_of_the_apps_identity_is_sent_encrypted_or_to_this_machine(string url, int faults) =>
        Assert.Equal(faults, Read(("Url", url), ("Identity", "Entra"), ("Audience", "api://orders")).Faults.Count);

    [Fact]
    public void A_certificate_without_its_key_is_a_fault()
    {
        using var certificates = new TestCertificates();
        AssertFault("__ClientCertificate holds no certificate with a key that can be read", ("ClientCertificate", certificates.AuthorityFile));
        Assert.Empty(Read(("CertificateAuthority", certificates.AuthorityFile)).Faults);
    }

    [Fact]
    public void Secrets_are_known_in_each_form_and_common_headers_are_none()
    {
        using var certificates = new TestCertificates();
        using var folder = new TempFolder();
        using var own = certificates.Good("client");
        var (pem, key) = TlsPostgres.Write(own, folder);
        var keyText = File.ReadAllText(key);
        var settings = Read(
            ("Headers:X_Api_Key", "header-secret"),
            ("Headers:Cookie", "a=cookie-secret; b=x"),
            ("Headers:Accept", "application/json"),
            ("User", "app"),
            ("Password", "password-secret"),
            ("Body", "body-secret"),
            ("ClientCertificate", File.ReadAllText(pem)),
            ("ClientCertificateKey", keyText));

        Assert.Empty(settings.Faults);
        Assert.Superset(
            new HashSet<string> { "header-secret", "cookie-secret", "password-secret", "YXBwOnBhc3N3b3JkLXNlY3JldA==", "body-secret", keyText.Split('\n')[1] },
            settings.Secrets.ToHashSet());
        Assert.DoesNotContain("application/json", settings.Secrets);
        Assert.DoesNotContain("x", settings.Secrets);
    }

    [Theory]
    [InlineData("Bearer token-secret", "token-secret")]
    [InlineData("Basic YXBwOnBhc3N3b3JkLXNlY3JldA==", "password-secret")]
    public void The_credential_in_a_header_is_known(string header, string secret) =>
        Assert.Contains(secret, Read(("Headers:Authorization", header)).Secrets);

    private static void AssertFault(string fault, params (string Key, string Value)[] settings)
    {
        var found = Assert.Single(Read(settings).Faults);
        Assert.StartsWith("Health__Endpoints__e" + fault, found, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", found, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', found);
    }

    private static ReadSettings Read(params (string Key, string Value)[] settings) => ReadSettings.Of(
        settings.Select(s => ($"Endpoints:e:{s.Key}", s.Value)).Prepend(("Endpoints:e", "https://orders.example/")));
}
