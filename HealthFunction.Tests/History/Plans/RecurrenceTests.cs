using HealthFunction.History.Plans;

namespace HealthFunction.Tests.History.Plans;

/// <summary>Windows that recur, over the clock changes of three zones, to the minute.</summary>
public sealed class RecurrenceTests
{
    [Theory]

    // The Sunday before, that of the change and the one after: 02:00 does not exist on 2026-03-29 and exists once on the others.
    [InlineData("Europe/Berlin", "0 2 * * SUN", "2026-03-20", "2026-04-06", "2026-03-22T01:00 2026-03-29T01:00 2026-04-05T00:00")]

    // 02:30 is inside the gap, which ends at 03:00 of the new time.
    [InlineData("Europe/Berlin", "30 2 * * SUN", "2026-03-28", "2026-03-30", "2026-03-29T01:00")]
    [InlineData("Europe/Berlin", "59 1 * * SUN", "2026-03-28", "2026-03-30", "2026-03-29T00:59")]
    [InlineData("Europe/Berlin", "0 3 * * SUN", "2026-03-28", "2026-03-30", "2026-03-29T01:00")]

    // 02:00 to 03:00 occurs twice on 2026-10-25; the window begins at the first.
    [InlineData("Europe/Berlin", "0 2 * * SUN", "2026-10-17", "2026-11-02", "2026-10-18T00:00 2026-10-25T00:00 2026-11-01T01:00")]
    [InlineData("Europe/Berlin", "30 2 * * SUN", "2026-10-24", "2026-10-26", "2026-10-25T00:30")]
    [InlineData("Europe/Berlin", "0 3 * * SUN", "2026-10-24", "2026-10-26", "2026-10-25T02:00")]
    [InlineData("America/New_York", "0 2 * * SUN", "2026-02-28", "2026-03-16", "2026-03-01T07:00 2026-03-08T07:00 2026-03-15T06:00")]
    [InlineData("America/New_York", "30 2 * * SUN", "2026-03-07", "2026-03-09", "2026-03-08T07:00")]
    [InlineData("America/New_York", "0 1 * * SUN", "2026-10-24", "2026-11-09", "2026-10-25T05:00 2026-11-01T05:00 2026-11-08T06:00")]
    [InlineData("America/New_York", "0 2 * * SUN", "2026-10-31", "2026-11-02", "2026-11-01T07:00")]

    // Half an hour: 02:00 to 02:30 does not exist on 2026-10-04, and 01:30 to 02:00 occurs twice on 2026-04-05.
    [InlineData("Australia/Lord_Howe", "0 2 * * SUN", "2026-09-26", "2026-10-12", "2026-09-26T15:30 2026-10-03T15:30 2026-10-10T15:00")]
    [InlineData("Australia/Lord_Howe", "15 2 * * SUN", "2026-10-03", "2026-10-05", "2026-10-03T15:30")]
    [InlineData("Australia/Lord_Howe", "30 2 * * SUN", "2026-10-03", "2026-10-05", "2026-10-03T15:30")]
    [InlineData("Australia/Lord_Howe", "45 1 * * SUN", "2026-03-28", "2026-04-13", "2026-03-28T14:45 2026-04-04T14:45 2026-04-11T15:15")]
    [InlineData("Australia/Lord_Howe", "0 2 * * SUN", "2026-04-04", "2026-04-06", "2026-04-04T15:30")]
    public void A_window_begins_at_the_time_of_the_zones_clock(string zone, string cron, string from, string to, string begins)
    {
        var recurrence = new Recurrence(cron, zone, TimeSpan.FromHours(2));

        var windows = recurrence.Between(Utc(from), Utc(to), 100).ToList();

        Assert.Equal(begins, string.Join(' ', windows.Select(w => w.From.ToString("yyyy-MM-dd'T'HH:mm", null))));
        Assert.All(windows, w => Assert.Equal((TimeSpan.FromHours(2), TimeSpan.Zero), (w.To - w.From, w.From.Offset)));
    }

    [Theory]
    [InlineData("0 2 * * SUN", "Europe/Berlin", "02:00:00", true)]
    [InlineData("0 2 * *", "Europe/Berlin", "02:00:00", false)]
    [InlineData("0 0 2 * * SUN", "Europe/Berlin", "02:00:00", false)]
    [InlineData("0 2 * * SUN", "Europe/Atlantis", "02:00:00", false)]
    [InlineData("0 2 * * SUN", "", "02:00:00", false)]
    [InlineData("0 2 * * SUN", "UTC", "00:00:30", false)]
    [InlineData("0 2 * * SUN", "UTC", "7.00:00:01", false)]
    public void Only_what_can_be_used_can_be_made(string cron, string zone, string length, bool isUsable)
    {
        var fault = Record.Exception(() => new Recurrence(cron, zone, TimeSpan.Parse(length, System.Globalization.CultureInfo.InvariantCulture)));

        Assert.Equal(isUsable, fault is null);
        Assert.True(fault is null or FormatException);
    }

    private static DateTimeOffset Utc(string date) => new(DateOnly.ParseExact(date, "yyyy-MM-dd", null), TimeOnly.MinValue, TimeSpan.Zero);
}
