namespace HealthFunction.History.Days;

/// <summary>The error text of every minute that was not UP: which of a few texts, in a byte a minute.</summary>
internal sealed class ErrorMap
{
    /// <summary>In characters. The texts are from a closed vocabulary and far shorter, except an operator's reason to drain.</summary>
    public const int MaxLength = 128;

    /// <summary>Limits the size of a day row; further texts are stored as <see cref="MoreTexts"/>.</summary>
    public const int MaxTexts = 60;

    public const string MoreTexts = "other errors";

    private readonly List<string> _texts = [];

    /// <summary>0 where there is none, else the number of the text from 1 on; one more than all texts is <see cref="MoreTexts"/>.</summary>
    private byte[]? _byMinute;

    public bool IsEmpty => _byMinute is null || !_byMinute.AsSpan().ContainsAnyExcept((byte)0);

    public string? this[int minute] => _byMinute?[minute] switch
    {
        null or 0 => null,
        > MaxTexts => MoreTexts,
        { } number => _texts[number - 1],
    };

    public void Set(int minute, string? text) => Fill(minute, minute + 1, text);

    /// <summary>Sets the minutes from <paramref name="from"/> up to but not including <paramref name="to"/>.</summary>
    public void Fill(int from, int to, string? text)
    {
        if (text is null && _byMinute is null)
        {
            return;
        }

        _byMinute ??= new byte[MinuteMap.Minutes];
        _byMinute.AsSpan(from..to).Fill(text is null ? (byte)0 : Number(text));
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

    private byte Number(string text)
    {
        if (text.Length > MaxLength)
        {
            // Half of a surrogate pair would be read back as another character.
            text = text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
        }

        var index = _texts.IndexOf(text);
        if (index < 0)
        {
            index = _texts.Count;
            if (index < MaxTexts)
            {
                _texts.Add(text);
            }
        }

        return (byte)(index + 1);
    }
}
