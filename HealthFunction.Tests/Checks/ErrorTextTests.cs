using System.Reflection;
using HealthFunction.Checks;

namespace HealthFunction.Tests.Checks;

/// <summary>Programs compare these words, so none of them changes.</summary>
public sealed class ErrorTextTests
{
    [Fact]
    public void The_vocabulary_is_closed()
    {
        string[] words =
        [
            "an earlier attempt is still stuck", "authentication failed", "body too long", "check failed", "connection lost", "connection refused", "degraded",
            "name resolution failed", "network unreachable", "no credential", "not found", "out of space", "permission denied", "read-only", "shutting down",
            "starting up or shutting down", "throttled", "TLS failure", "too many connections", "unexpected answer", "unexpected body",
            "unexpected header", "unexpected HTTP version", "unexpected JSON",
        ];

        var fixedOnes = typeof(ErrorText).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property => (ErrorText)property.GetValue(null)!).ToList();

        Assert.Equal(words, fixedOnes.Select(text => text.Text).Order(StringComparer.OrdinalIgnoreCase));
        Assert.All(fixedOnes, text => Assert.Equal((text.Text, text.Text), (text.Kind, text.ToString())));
    }

    [Fact]
    public void A_figure_in_a_text_is_no_part_of_its_kind()
    {
        Assert.Equal(("timed out after 2000 ms", "timed out"), Words(ErrorText.TimedOutAfter(TimeSpan.FromSeconds(2))));
        Assert.Equal(("timed out after 300 ms", "timed out"), Words(ErrorText.TimedOutAfter(TimeSpan.FromMilliseconds(299.6))));
        Assert.Equal(("unexpected status 503", "unexpected status"), Words(ErrorText.UnexpectedStatus(503)));
        Assert.Equal(("slower than 0.25 ms", "slow"), Words(ErrorText.SlowerThan(TimeSpan.FromMicroseconds(250))));
        Assert.Equal(("certificate ends in 9 days", "certificate ends in days"), Words(ErrorText.OfProbe("certificate ends in 9 days")));
        Assert.Equal(("slower than 12.5 ms", "slower than ms"), Words(ErrorText.OfProbe("slower than 12.5 ms")));
    }

    [Theory]
    [InlineData("UP", nameof(Verdict.Up))]
    [InlineData("down", nameof(Verdict.Down))]
    [InlineData("Unknown", nameof(Verdict.Unknown))]
    [InlineData("", null)]
    [InlineData("fine", null)]
    [InlineData(null, null)]
    public void A_verdict_is_read_in_either_letter_case(string? text, string? verdict) => Assert.Equal(verdict, VerdictText.TryRead(text)?.ToString());

    [Fact]
    public void Verdicts_are_written_in_capitals_and_for_telemetry_in_small_letters()
    {
        Verdict[] verdicts = [Verdict.Up, Verdict.Down, Verdict.Unknown];

        Assert.Equal(["UP", "DOWN", "UNKNOWN"], verdicts.Select(VerdictText.Of));
        Assert.Equal(["up", "down", "unknown"], verdicts.Select(VerdictText.LowerOf));
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void A_reason_to_drain_has_at_most_200_characters(int length, bool isReason) =>
        Assert.Equal(isReason, DrainReason.TryParse(new string('x', length), out _));

    [Fact]
    public void A_character_that_cannot_be_read_and_each_break_of_a_line_is_no_text()
    {
        Assert.All("\u0007\u0085\u2028\u2029\ufffd".EnumerateRunes(), rune => Assert.False(DrainReason.IsText(rune)));
        Assert.All("a é字😀-".EnumerateRunes(), rune => Assert.True(DrainReason.IsText(rune)));
    }

    private static (string Text, string Kind) Words(ErrorText text) => (text.Text, text.Kind);
}
