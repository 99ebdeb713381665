using System.Text;
using HealthFunction.Checks;
using HealthFunction.Formats.Health;

namespace HealthFunction.Tests.Formats;

public sealed class DefaultJsonTests
{
    [Fact]
    public void Nothing_configured_is_an_empty_answer_that_is_up() =>
        Assert.Equal("""{"checks":{},"errors":{},"status":"UP"}""", Write());

    [Fact]
    public void Members_come_in_their_fixed_order_and_only_failures_have_errors() =>
        Assert.Equal(
            """{"checks":{"database.default":"UP","cache.default":"DOWN","table.default":"UNKNOWN"},"errors":{"cache.default":"connection refused","table.default":"no credential"},"status":"DOWN"}""",
            Write(
                Outcome("database.default", Verdict.Up),
                Outcome("cache.default", Verdict.Down, ErrorText.ConnectionRefused),
                Outcome("table.default", Verdict.Unknown, ErrorText.NoCredential)));

    [Fact]
    public void Details_follow_the_text_of_the_vocabulary() =>
        Assert.Equal(
            """{"checks":{"cache.a":"DOWN"},"errors":{"cache.a":"check failed: no route to \u0022here\u0022"},"status":"DOWN"}""",
            Write(Outcome("cache.a", Verdict.Down, ErrorText.CheckFailed) with { Detail = "no route to \"here\"" }));

    private static CheckOutcome Outcome(string name, Verdict verdict, ErrorText? error = null) => new()
    {
        Name = name,
        Verdict = verdict,
        Error = error,
        StartedAt = DateTimeOffset.UnixEpoch,
        Duration = TimeSpan.FromMilliseconds(1),
    };

    private static string Write(params CheckOutcome[] outcomes) =>
        Encoding.UTF8.GetString(DefaultJson.Write(new HealthReport(DateTimeOffset.UnixEpoch, 0, TimeSpan.Zero, outcomes)));
}
