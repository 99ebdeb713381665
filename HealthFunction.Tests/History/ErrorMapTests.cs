using HealthFunction.History.Days;

namespace HealthFunction.Tests.History;

public sealed class ErrorMapTests
{
    [Fact]
    public void Each_of_sixty_texts_is_kept_and_those_after_them_are_other_errors()
    {
        var errors = new ErrorMap();
        for (var minute = 0; minute < 62; minute++)
        {
            errors.Set(minute, $"error {minute}");
        }

        errors.Set(62, "error 59");

        Assert.Equal(["error 0", "error 59", "other errors", "other errors", "error 59"], new[] { 0, 59, 60, 61, 62 }.Select(minute => errors[minute]));
    }

    [Fact]
    public void A_text_has_at_most_128_characters()
    {
        var errors = new ErrorMap();
        errors.Set(0, new string('x', 128));
        errors.Set(1, new string('y', 129));

        Assert.Equal((new string('x', 128), new string('y', 128)), (errors[0], errors[1]));
    }

    [Fact]
    public void A_span_has_its_text_in_each_of_its_minutes_and_nowhere_else()
    {
        var errors = new ErrorMap();
        errors.Fill(10, 20, "connection lost");
        errors.Fill(12, 14, null);

        Assert.Equal(
            [10, 11, 14, 15, 16, 17, 18, 19], Enumerable.Range(0, MinuteMap.Minutes).Where(minute => errors[minute] == "connection lost"));
        Assert.Equal(MinuteMap.Minutes - 8, Enumerable.Range(0, MinuteMap.Minutes).Count(minute => errors[minute] is null));
    }

    [Fact]
    public void It_is_empty_until_a_text_is_there_and_again_once_it_is_gone()
    {
        var errors = new ErrorMap();
        errors.Set(5, null);
        Assert.True(errors.IsEmpty);
        errors.Set(5, "connection lost");
        Assert.False(errors.IsEmpty);
        errors.Set(5, null);
        Assert.True(errors.IsEmpty);
    }

    [Theory]
    [InlineData("a", "b", "a")]
    [InlineData("b", "a", "a")]
    [InlineData("a", null, "a")]
    [InlineData(null, "b", "b")]
    [InlineData(null, null, null)]
    public void Of_two_texts_for_one_minute_the_first_of_the_alphabet_stays(string? first, string? second, string? kept)
    {
        var errors = new ErrorMap();
        errors.SetFirst(7, first);
        errors.SetFirst(7, second);

        Assert.Equal(kept, errors[7]);
    }
}
