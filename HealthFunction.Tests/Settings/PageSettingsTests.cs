namespace HealthFunction.Tests.Settings;

public sealed class PageSettingsTests
{
    [Fact]
    public void A_title_is_one_line_of_at_most_100_characters()
    {
        Assert.Equal("Contoso Shop", ReadSettings.Of(("Page:Title", " Contoso Shop ")).Page.Title);
        Assert.Equal(100, ReadSettings.Of(("Page:Title", new string('x', 100))).Page.Title!.Length);
        Assert.Null(ReadSettings.Of().Page.Title);
    }

    [Theory]
    [InlineData("Page:Title", " ", "Health__Page__Title cannot be a heading; it accepts 1 to 100 characters in one line, without control characters.")]
    [InlineData("Page:Title", "two\nlines", "Health__Page__Title cannot be a heading; it accepts 1 to 100 characters")]
    [InlineData("Page:Titel", "x", "Health__Page__Titel is no setting; Health__Page accepts Title.")]
    public void What_it_does_not_accept_is_one_fault(string name, string value, string fault)
    {
        Assert.StartsWith(fault, Assert.Single(ReadSettings.Of((name, value)).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_longer_one_is_a_fault()
    {
        Assert.Single(ReadSettings.Of(("Page:Title", new string('x', 101))).Faults);
    }
}
