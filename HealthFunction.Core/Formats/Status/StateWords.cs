using HealthFunction.Checks;
using HealthFunction.History.Days;
using HealthFunction.History.Recent;
using HealthFunction.History.Uptime;

namespace HealthFunction.Formats.Status;

/// <summary>How a state that was recorded is shown: its colour, its word, and since when it has lasted.</summary>
internal static class StateWords
{
    public static string Class(CheckOutcome check) => check.Degraded is null ? Class(check.Verdict) : "g";

    public static string Class(Verdict verdict) => verdict switch
    {
        Verdict.Up => "u",
        Verdict.Down => "d",
        _ => "k",
    };

    /// <param name="current">Null when the last minutes have no data.</param>
    public static string Class(CurrentState? current) => current switch
    {
        null => "n",
        { IsPlanned: true } => "m",
        _ => Class(current.State.ToVerdict()),
    };

    /// <inheritdoc cref="Class(CurrentState?)"/>
    public static string Of(CurrentState? current, PageTexts texts) => current switch
    {
        null => texts.Texts.GetIn("verdict", "No data"),
        { IsPlanned: true } => texts.Texts.GetIn("verdict", "Planned"),
        _ => texts.Of(current.State.ToVerdict()),
    };

    /// <summary>Since when a state has lasted, or since when at least: the days at hand may not go back to its beginning.</summary>
    public static void WriteSince(Html html, StateView state, PageTexts texts)
    {
        if (state.Current is { } current)
        {
            var id = state.Series.Current is { IsAtLeast: true } ? "at least since" : "since";
            WriteTime(html, texts.Texts.Get(id), current.Since, texts);
        }
    }

    /// <summary>A time with its name before it.</summary>
    /// <param name="html">The page.</param>
    /// <param name="name">What was or is at that time.</param>
    /// <param name="time">The time.</param>
    /// <param name="texts">The language.</param>
    public static void WriteTime(Html html, string name, DateTimeOffset time, PageTexts texts) =>
        html.Add($" <span>{name} <time datetime=\"{IsoTime.Of(time)}\" data-r>{texts.Moment(time)}</time></span>");
}
