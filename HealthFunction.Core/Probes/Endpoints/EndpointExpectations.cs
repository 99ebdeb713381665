using System.Text.RegularExpressions;
using HealthFunction.Settings;

namespace HealthFunction.Probes.Endpoints;

/// <summary>What an endpoint's answer has to be like.</summary>
internal sealed record EndpointExpectations
{
    private const int MaxPatternLength = 1000;
    private const int MaxHeaderLength = 1000;
    private const int MaxMaxBody = 1024 * 1024;

    /// <summary>The expression needs time in proportion to the body, so this is for a busy machine.</summary>
    private static readonly TimeSpan MaxMatchTime = TimeSpan.FromSeconds(1);

    public StatusSet Statuses { get; init; } = StatusSet.Success;

    /// <summary>The headers that the answer has, and the expression that matches the value of each.</summary>
    public IReadOnlyList<KeyValuePair<string, Regex>> Headers { get; init; } = [];

    /// <summary>A text that the body contains; null for any body.</summary>
    public string? Text { get; init; }

    /// <summary>An expression that matches somewhere in the body; null for any body.</summary>
    public Regex? Pattern { get; init; }

    public ExpectedJson? Json { get; init; }

    /// <summary>The maximum length of a body that is compared, in bytes.</summary>
    public int MaxBody { get; init; } = 64 * 1024;

    public bool NeedBody => Text is not null || Pattern is not null || Json is not null;

    public static EndpointExpectations Read(SettingsSection section, string method)
    {
        var read = new EndpointExpectations();
        read = read with
        {
            Statuses = ReadStatuses(section),
            Headers =
            [
                .. HeaderSettings.Read(section, "ExpectedHeaders", isSecret: false, MaxHeaderLength, static (_, _) => null)
                    .Select(header => KeyValuePair.Create(header.Key, Wildcards(header.Value))),
            ],
            Text = section.Text("ExpectedText"),
            Pattern = ReadPattern(section),
            Json = ReadJson(section),
            MaxBody = section.Number("MaxBody", 1, MaxMaxBody) ?? read.MaxBody,
        };
        if (read.NeedBody && method == "HEAD")
        {
            section.Fault("compares a body, and the answer to HEAD has none; Method accepts another one then, such as GET.");
        }

        return read;
    }

    /// <summary>The whole value, in which <c>*</c> stands for any text.</summary>
    public static Regex Wildcards(string value) => new(
        $@"\A{string.Join(".*", value.Split('*').Select(Regex.Escape))}\z",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline,
        MaxMatchTime);

    private static StatusSet ReadStatuses(SettingsSection section)
    {
        if (section.Text("ExpectedStatus") is not { } text)
        {
            return StatusSet.Success;
        }

        if (StatusSet.TryRead(text) is not { } statuses)
        {
            section.Child("ExpectedStatus").Fault($"is \"{text}\"; it accepts status codes from 100 to 599 and ranges of them, such as 200-204,301.");
            return StatusSet.Success;
        }

        return statuses;
    }

    private static Regex? ReadPattern(SettingsSection section)
    {
        if (section.Text("ExpectedPattern") is not { } text)
        {
            return null;
        }

        try
        {
            if (text.Length <= MaxPatternLength)
            {
                return new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MaxMatchTime);
            }
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // Its message quotes the expression, which may have line breaks.
        }

        section.Child("ExpectedPattern").Fault(
            $"cannot be used; it accepts a regular expression of at most {MaxPatternLength} characters, without lookarounds and backreferences.");
        return null;
    }

    private static ExpectedJson? ReadJson(SettingsSection section)
    {
        var (pointer, value) = (section.Text("JsonPointer"), section.Text("ExpectedJson"));
        if (pointer is null && value is null)
        {
            return null;
        }

        if (pointer is null || value is null)
        {
            section.Fault("has only one of JsonPointer and ExpectedJson; it accepts both, or neither.");
            return null;
        }

        var json = ExpectedJson.TryCreate(pointer, value);
        if (json is null)
        {
            section.Child("JsonPointer").Fault($"is \"{pointer.ReplaceLineEndings(" ")}\"; it accepts a JSON pointer, such as /components/0/status.");
        }

        return json;
    }
}
