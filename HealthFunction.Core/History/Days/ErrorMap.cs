namespace HealthFunction.History.Days;

/// <summary>The error text of every minute that was not UP.</summary>
internal sealed class ErrorMap
{
    /// <summary>In characters. The texts are from a closed vocabulary and far shorter, except an operator's reason to drain.</summary>
    public const int MaxLength = 128;

    /// <summary>Limits the size of a day row; further texts are stored as <see cref="MoreTexts"/>.</summary>
    public const int MaxTexts = 60;

    public const string MoreTexts = "other errors";

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private string?[]? _byMinute;

    public bool IsEmpty => _byMinute is null || Array.TrueForAll(_byMinute, text => text is null);

    public string? this[int minute] => _byMinute?[minute];

    public void Set(int minute, string? text)
    {
        if (text is null && _byMinute is null)
        {
            return;
        }

        _byMinute ??= new string?[MinuteMap.Minutes];
        _byMinute[minute] = text is null ? null : Bounded(text);
    }

    /// <summary>
    /// Of several texts for one minute, the first in ordinal order is kept, so that the order of the calls does not matter.
    /// </summary>
    public void SetFirst(int minute, string? text)
    {
        if (text is not null && (this[minute] is not { } present || string.CompareOrdinal(text, present) < 0))
        {
            Set(minute, text);
        }
    }

    private string Bounded(string text)
    {
        if (text.Length > MaxLength)
        {
            // Half of a surrogate pair would be read back as another character.
            text = text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
        }

        if (_texts.TryGetValue(text, out var known))
        {
            return known;
        }

        if (_texts.Count == MaxTexts)
        {
            return MoreTexts;
        }

        _texts.Add(text);
        return text;
    }
}
