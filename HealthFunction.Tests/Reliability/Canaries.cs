using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HealthFunction.Tests.Reliability;

/// <summary>Secrets that occur nowhere else, so that each one that is found has leaked.</summary>
internal sealed class Canaries
{
    private readonly Dictionary<string, string> _secrets = [];

    /// <summary>With characters that URLs and JSON escape.</summary>
    public string New(string name)
    {
        var secret = "canary+/" + RandomNumberGenerator.GetHexString(20, lowercase: true);
        Add(name, secret);
        return secret;
    }

    public void Add(string name, string secret) => _secrets.Add(name, secret);

    public void AssertAbsent(string text)
    {
        foreach (var (name, secret) in _secrets)
        {
            foreach (var written in Spellings(secret).Distinct())
            {
                var at = text.IndexOf(written, StringComparison.OrdinalIgnoreCase);
                Assert.True(at < 0, at < 0 ? "" : $"The secret \"{name}\" was let out: …{Around(text, at)}…");
            }
        }
    }

    private static IEnumerable<string> Spellings(string secret) =>
    [
        secret,
        // The part that no encoding changes.
        secret.StartsWith("canary", StringComparison.Ordinal) ? secret["canary+/".Length..] : secret,
        Uri.EscapeDataString(secret),
        JsonEncodedText.Encode(secret).ToString(),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
        Convert.ToHexString(Encoding.UTF8.GetBytes(secret)),
    ];

    private static string Around(string text, int at) => text[Math.Max(0, at - 300)..Math.Min(text.Length, at + 200)];
}
