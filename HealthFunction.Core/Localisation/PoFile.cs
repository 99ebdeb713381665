namespace HealthFunction.Localisation;

/// <summary>A catalog: its plural rule and its messages, without those that are fuzzy or not translated.</summary>
internal sealed record PoFile(PluralForms Plurals, IReadOnlyList<PoEntry> Entries)
{
    /// <exception cref="PoException">The text is not a catalog, or has a fault.</exception>
    public static PoFile Parse(string file, string text)
    {
        PluralForms? plurals = null;
        List<PoEntry> entries = [];
        HashSet<string> keys = new(StringComparer.Ordinal);
        foreach (var draft in new PoReader(file, text).Read())
        {
            if (plurals is null)
            {
                plurals = Header(file, draft);
                continue;
            }

            var entry = draft.ToEntry(file, plurals.Count);
            if (!keys.Add(entry.Key))
            {
                throw new PoException(file, draft.Line, $"\"{entry.Id}\" comes twice.");
            }

            if (!draft.IsFuzzy && entry.IsTranslated)
            {
                entries.Add(entry);
            }
        }

        return plurals is null ? throw new PoException(file, 1, "There is no header.") : new PoFile(plurals, entries);
    }

    private static PluralForms Header(string file, PoDraft draft)
    {
        if (draft.Id is not "" || draft.Context is not null || draft.Strings is not [var header])
        {
            throw new PoException(file, draft.Line, "The first message has to be the header, with an empty msgid.");
        }

        string? Field(string name) => header.Split('\n')
            .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

        if (Field("Content-Type")?.EndsWith("charset=UTF-8", StringComparison.OrdinalIgnoreCase) is not true)
        {
            throw new PoException(file, draft.Line, "The header has to say charset=UTF-8.");
        }

        try
        {
            return PluralForms.Parse(Field("Plural-Forms") ?? throw new FormatException("The header has no Plural-Forms."));
        }
        catch (FormatException e)
        {
            throw new PoException(file, draft.Line, e.Message);
        }
    }
}
