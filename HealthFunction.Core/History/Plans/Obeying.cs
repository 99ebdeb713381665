using System.Globalization;
using HealthFunction.History.Storage;

namespace HealthFunction.History.Plans;

/// <summary>The plans that one instance obeys, as a row that it writes when they change.</summary>
internal sealed record Obeying(string Key, DateTimeOffset At, IReadOnlySet<string> Plans)
{
    /// <summary>How often an instance repeats an unchanged row, so that rows of instances that are gone can be found.</summary>
    public static readonly TimeSpan Repeated = TimeSpan.FromHours(1);

    /// <summary>The age of a row whose instance is gone.</summary>
    public static readonly TimeSpan Gone = TimeSpan.FromHours(3);

    private const string Time = "At";
    private const string Ids = "Plans";

    public Row ToRow()
    {
        var row = new Row(Key);
        row.Put(Time, At.ToString("O", CultureInfo.InvariantCulture));
        row.Put(Ids, string.Join(' ', Plans.Order(StringComparer.Ordinal)));
        return row;
    }

    /// <exception cref="InvalidDataException">This app did not write the row.</exception>
    public static Obeying Read(Row row) =>
        DateTimeOffset.TryParseExact(row.Text(Time), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? new Obeying(row.Key, at, (row.Text(Ids) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal))
            : throw new InvalidDataException($"The row {row.Key} cannot be read.");
}
