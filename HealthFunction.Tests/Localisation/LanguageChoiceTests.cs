using HealthFunction.Localisation;

namespace HealthFunction.Tests.Localisation;

public sealed class LanguageChoiceTests
{
    private static readonly string[] Languages = ["de", "en", "fr", "ja", "pl"];

    [Theory]
    [InlineData(null, null, "en")]
    [InlineData(null, "", "en")]
    [InlineData(null, "de", "de")]
    [InlineData(null, "de-AT", "de")]
    [InlineData(null, "DE", "de")]
    [InlineData(null, "it, fr;q=0.8, de;q=0.9", "de")]
    [InlineData(null, "pl;q=0.5, ja;q=0.5", "pl")]
    [InlineData(null, "it, *;q=0.1", "en")]
    [InlineData(null, "it", "en")]
    [InlineData(null, "de;q=0, fr;q=0.1", "fr")]
    [InlineData(null, "de-CH, de;q=0, fr;q=0.1", "fr")]
    [InlineData(null, "; ;; nonsense ,,,", "en")]
    [InlineData("pl", "de", "pl")]
    [InlineData("pl-PL", null, "pl")]
    [InlineData("pl_PL", null, "pl")]
    [InlineData("de_AT", "fr", "de")]
    [InlineData("ja_JP.UTF-8", null, "ja")]
    [InlineData("xx", "de", "de")]
    [InlineData("", "de", "de")]
    public void The_query_wins_then_the_best_accepted_then_English(string? wanted, string? header, string language) =>
        Assert.Equal(language, LanguageChoice.Pick(wanted, header, Languages));
}
