using BenchmarkDotNet.Attributes;
using HealthFunction.Localisation;

namespace HealthFunction.Micro;

/// <summary>Looking up a text of the page.</summary>
public class CatalogBenchmarks
{
    private readonly Texts _texts;
    private readonly string _plain;
    private readonly PoEntry _plural;

    public CatalogBenchmarks()
    {
        var catalog = Catalogs.Embedded.Get("de", "django", Catalogs.Embedded.Packages);
        _texts = new Texts(catalog, LocaleFormats.Of("de"));
        _plain = catalog.Entries.Last(e => e.Context is null && e.Plural is null).Id;
        _plural = catalog.Entries.Last(e => e.Context is null && e.Plural is not null);
    }

    [Benchmark(Description = "a text")]
    public string Get() => _texts.Get(_plain);

    [Benchmark(Description = "a plural")]
    public string Plural() => _texts.Plural(_plural.Id, _plural.Plural!, 5);
}
