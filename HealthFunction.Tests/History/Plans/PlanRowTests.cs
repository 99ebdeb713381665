using HealthFunction.History.Plans;
using HealthFunction.History.Storage;

namespace HealthFunction.Tests.History.Plans;

public sealed class PlanRowTests
{
    [Fact]
    public void Every_kind_is_read_as_it_was_written()
    {
        Plan[] plans =
        [
            SamplePlans.Drain("west", SamplePlans.Noon.AddHours(1)),
            SamplePlans.Maintenance(SamplePlans.Noon, null, new Recurrence("0 2 * * SUN", "Europe/Berlin", TimeSpan.FromHours(2)), "database.default"),
            SamplePlans.Note("x\ny", NoteState.Identified) with { Incident = SamplePlans.Noon, Ended = SamplePlans.Noon.AddDays(1), Revision = 7 },
        ];
        foreach (var plan in plans)
        {
            var read = PlanRow.Read(PlanRow.From(plan, PlanKeys.Plan(plan.Id)));

            Assert.Equal(PlanRow.Write(plan), PlanRow.Write(read));
            Assert.Equal(plan.Recurs, read.Recurs);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Id":"a"}""")]
    [InlineData("""{"Id":null,"Kind":"Drain","Home":"a","Text":"x","From":"2026-03-01T12:00:00Z","Created":"2026-03-01T12:00:00Z","Changed":"2026-03-01T12:00:00Z"}""")]
    [InlineData("""{"Id":"a","Kind":"Holiday","Home":"a","Text":"x","From":"2026-03-01T12:00:00Z","Created":"2026-03-01T12:00:00Z","Changed":"2026-03-01T12:00:00Z"}""")]
    [InlineData("""{"Id":"a","Kind":7,"Home":"a","Text":"x","From":"2026-03-01T12:00:00Z","Created":"2026-03-01T12:00:00Z","Changed":"2026-03-01T12:00:00Z"}""")]
    [InlineData("""{"Id":"a","Kind":"Drain","Home":"a","Text":"two\nlines","From":"2026-03-01T12:00:00Z","Created":"2026-03-01T12:00:00Z","Changed":"2026-03-01T12:00:00Z"}""")]
    [InlineData("""{"Id":"a","Kind":"Note","Home":"a","Text":"x","From":"2026-03-01T12:00:00Z","Created":"2026-03-01T12:00:00Z","Changed":"2026-03-01T12:00:00Z"}""")]
    [InlineData("""{"Id":"a","Kind":"Maintenance","Home":"a","Text":"x","From":"2026-03-01T12:00:00Z","Created":"2026-03-01T12:00:00Z","Changed":"2026-03-01T12:00:00Z"}""")]
    [InlineData("""{"Id":"a","Kind":"Maintenance","Home":"a","Text":"x","Recurs":{"Cron":"x","TimeZone":"UTC","Length":"01:00:00"},"From":"2026-03-01T12:00:00Z","Created":"2026-03-01T12:00:00Z","Changed":"2026-03-01T12:00:00Z"}""")]
    [InlineData("""{"Id":"a","Kind":"Drain","Home":"a","Text":"x","Checks":[null],"From":"2026-03-01T12:00:00Z","Created":"2026-03-01T12:00:00Z","Changed":"2026-03-01T12:00:00Z"}""")]
    public void A_row_that_this_app_did_not_write_is_damaged_and_nothing_worse(string content)
    {
        var row = new Row("pa");
        row.Put(PlanRow.Content, content);

        Assert.Throws<InvalidDataException>(() => PlanRow.Read(row));
    }

    [Fact]
    public void A_value_of_another_type_is_damaged()
    {
        var row = new Row("pa");
        row.Put(PlanRow.Content, 7.0);

        Assert.Throws<InvalidDataException>(() => PlanRow.Read(row));
        Assert.Throws<InvalidDataException>(() => Obeying.Read(row));
        Assert.Null(PlanAudit.Read(row));
    }
}
