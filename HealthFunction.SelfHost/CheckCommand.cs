using System.Globalization;
using System.Text;
using HealthFunction.Checks;
using HealthFunction.Formats.Health;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.SelfHost;

/// <summary><c>check</c>: runs the checks once and ends, with the verdict as exit code. It listens nowhere and records nothing.</summary>
/// <param name="Name">A check or a group; null means all.</param>
/// <param name="Json">Whether the output is the default body of the health route.</param>
/// <param name="SettingsFile">Read instead of <c>local.settings.json</c>; null if there is no other.</param>
internal sealed record CheckCommand(string? Name, bool Json, string? SettingsFile)
{
    public const string Verb = "check";

    /// <summary>The exit code when no check was called, so that there is no verdict.</summary>
    public const int NoVerdict = 3;

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IServiceProvider services)
    {
        var runner = services.GetRequiredService<HealthRunner>();
        if (Name is not null && !runner.Knows(Name))
        {
            throw new StartupException($"There is no check and no group '{Name}'. There are: {string.Join(", ", runner.Members.Keys)}.", NoVerdict);
        }

        var (report, _) = await runner.GetAsync(Name, maxAge: TimeSpan.Zero);
        await Console.Out.WriteLineAsync(Json ? Encoding.UTF8.GetString(DefaultJson.Write(report)) : Describe(report));
        return ExitCode(report.Overall);
    }

    public static int ExitCode(Verdict verdict) => verdict switch
    {
        Verdict.Up => 0,
        Verdict.Down => 1,
        _ => 2,
    };

    /// <summary>A line for each check, and one for all of them.</summary>
    private static string Describe(HealthReport report)
    {
        var width = report.Entries.Select(c => c.Name.Length).Append(CheckNames.Overall.Length).Max();
        var lines = report.Entries.Select(c => Line(c.Name, c.Verdict, c.Duration, c.Remark));
        return string.Join(Environment.NewLine, [.. lines, Line(CheckNames.Overall, report.Overall, report.Duration, null)]);

        string Line(string name, Verdict verdict, TimeSpan duration, string? remark) => string.Create(
            CultureInfo.InvariantCulture,
            $"{name.PadRight(width)}  {VerdictText.Of(verdict),-7}  {duration.TotalMilliseconds,6:0} ms  {remark}").TrimEnd();
    }
}
