namespace HealthFunction.Formats.Status;

/// <summary>What a reader is to see first: a state in one word, and a sentence.</summary>
/// <param name="Class">The colour of the state.</param>
/// <param name="Word">The state.</param>
/// <param name="Headline">The sentence.</param>
/// <param name="Detail">A second one; null for none.</param>
internal sealed record Banner(string Class, string Word, string Headline, string? Detail = null)
{
    /// <summary>A dot in the tab, as a data URL that needs no request.</summary>
    public string Icon()
    {
        var colour = Class switch
        {
            "u" => "1a7f37",
            "d" => "cf222e",
            "m" => "0969da",
            _ => "9a6700",
        };
        return $"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E%3Ccircle cx='4' cy='4' r='4' fill='%23{colour}'/%3E%3C/svg%3E";
    }
}
