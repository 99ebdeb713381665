using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HealthFunction.History.Storage;

namespace HealthFunction.History.Plans;

/// <summary>
/// The keys of plans. Those that may still matter begin with p, past ones with o, changes with l and sort newest first, and what is known
/// of a change that may be sent again begins with i. Between the plans, keys that begin with p- say what each instance obeys.
/// </summary>
internal static class PlanKeys
{
    private const int RandomBytes = 6;

    /// <summary>All plans that may still matter, and what the instances obey.</summary>
    public static RowRange Current { get; } = new("p", "q");

    /// <summary>All past plans, oldest first.</summary>
    public static RowRange Past { get; } = new("o", "p");

    /// <summary>All changes, newest first.</summary>
    public static RowRange Changes { get; } = new("l", AfterChanges);

    private const string AfterChanges = "m";

    private const int ChangeTimeLength = 1 + 19;

    public static string NewId(DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture, $"{now.ToUnixTimeSeconds():x8}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes))}");

    public static bool IsId(string text) => text.Length == 8 + (2 * RandomBytes) && text.All(char.IsAsciiHexDigitLower);

    public static string Plan(string id) => $"p{id}";

    public static string PastPlan(string id) => $"o{id}";

    public static RowRange Only(string key) => new(key, key + "!");

    public static string Instance(string id) => $"p-{id}";

    public static bool IsInstance(string key) => key.StartsWith("p-", StringComparison.Ordinal);

    public static string Change(DateTimeOffset at, string id) =>
        string.Create(CultureInfo.InvariantCulture, $"l{DateTime.MaxValue.Ticks - at.UtcTicks:D19}{id}");

    /// <summary>The changes up to a time.</summary>
    public static RowRange ChangesUntil(DateTimeOffset at) => new(Change(at, ""), AfterChanges);

    /// <summary>The past plans that were made before a time.</summary>
    public static RowRange PastUntil(DateTimeOffset made) => new(Past.From, string.Create(CultureInfo.InvariantCulture, $"{Past.From}{made.ToUnixTimeSeconds():x8}"));

    /// <summary>The row by which a repeated request is recognised, which was written with the row of the change; null for a key of no change.</summary>
    public static string? SentWith(string change) => change.Length > ChangeTimeLength ? Sent(change[ChangeTimeLength..]) : null;

    /// <summary>The row of a change that was sent with this key, or of one that was sent without.</summary>
    public static string Sent(string id) => $"i{id}";

    public static string ChangeId(string? idempotencyKey) => Convert.ToHexStringLower(idempotencyKey is null
        ? RandomNumberGenerator.GetBytes(16)
        : SHA256.HashData(Encoding.UTF8.GetBytes(idempotencyKey)).AsSpan(0, 16));
}
