using HealthFunction.History.Uptime;
using HealthFunction.Http;

namespace HealthFunction.Formats.History;

/// <summary>The parameter <c>period</c>, which <c>window</c> is another name of.</summary>
internal static class PeriodQuery
{
    /// <param name="query">The query.</param>
    /// <param name="usual">What is taken when the query names none.</param>
    public static IReadOnlyList<Period> Read(QueryReader query, IReadOnlyList<Period> usual)
    {
        var accepts = $"a number of hours or days up to {Period.MaxDays}d, such as {string.Join(", ", usual.Select(period => period.Name))}";
        var text = query.Text("period", accepts);
        var window = query.Text("window", accepts);
        if (text is not null && window is not null)
        {
            query.Refuse("window", "window is another name of period; one of them may be given.");
        }

        if ((text ?? window) is not { } given)
        {
            return usual;
        }

        if (Period.TryParse(given) is { } period)
        {
            return [period];
        }

        var name = text is null ? "window" : "period";
        query.Refuse(name, $"{name} accepts {accepts}.");
        return [];
    }
}
