namespace HealthFunction.Localisation;

/// <summary>A message while it is being read.</summary>
internal sealed class PoDraft(int line)
{
    /// <summary>The line where it begins.</summary>
    public int Line => line;

    public bool IsFuzzy { get; set; }

    public string? Context { get; set; }

    public string? Id { get; set; }

    public string? Plural { get; set; }

    public List<string> Strings { get; } = [];

    /// <summary>Whether its strings carry numbers; null while it has none.</summary>
    public bool? IsNumbered { get; set; }

    /// <exception cref="PoException">A part is missing, or there are too many.</exception>
    public PoEntry ToEntry(string file, int forms)
    {
        var wanted = Plural is null ? 1 : forms;
        return this switch
        {
            { Id: null or "" } => throw new PoException(file, line, "The message has no msgid."),
            { Strings: [] } => throw new PoException(file, line, "The message has no msgstr."),
            { IsNumbered: var numbered } when numbered != (Plural is not null) =>
                throw new PoException(file, line, "msgid_plural goes with msgstr[n], and only with it."),
            { Strings.Count: var count } when count != wanted =>
                throw new PoException(file, line, $"The message has {count} strings but its language has {wanted}."),
            _ => new PoEntry(Context, Id, Plural, Strings),
        };
    }
}
