namespace HealthFunction.Localisation;

/// <summary>The messages of a domain in one language, merged from one package or several.</summary>
internal sealed class Catalog
{
    private readonly SortedDictionary<string, PoEntry> _entries = new(StringComparer.Ordinal);

    /// <param name="language">Its tag, such as <c>de</c>.</param>
    /// <param name="files">If two translate the same text, the later one is used.</param>
    public Catalog(string language, IEnumerable<PoFile> files)
    {
        Language = language;
        Plurals = PluralForms.English;
        foreach (var file in files)
        {
            Plurals = file.Plurals;
            foreach (var entry in file.Entries)
            {
                _entries[entry.Key] = entry;
            }
        }
    }

    public string Language { get; }

    public PluralForms Plurals { get; }

    public IReadOnlyCollection<PoEntry> Entries => _entries.Values;

    public PoEntry? Find(string? context, string id) => _entries.GetValueOrDefault(PoEntry.KeyOf(context, id));
}
