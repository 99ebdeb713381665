using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace HealthFunction.Localisation;

/// <summary>
/// All catalogs that the app was built with: <c>Locale/&lt;package&gt;/&lt;language&gt;/LC_MESSAGES/&lt;domain&gt;.po</c>. They are read
/// once, at start; a fault in one of them stops the start.
/// </summary>
internal sealed class Catalogs
{
    private readonly Dictionary<(string Package, string Language, string Domain), PoFile> _files = [];

    /// <param name="texts">Path and text of each catalog.</param>
    /// <exception cref="PoException">A catalog has a fault.</exception>
    public Catalogs(IEnumerable<KeyValuePair<string, string>> texts)
    {
        using var version = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, text) in texts.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            if (path.Split('/') is not ["Locale", var package, var language, "LC_MESSAGES", var file])
            {
                throw new PoException(path, 1, "A catalog's path is Locale/package/language/LC_MESSAGES/domain.po.");
            }

            _files.Add((package, language, file[..^".po".Length]), PoFile.Parse(path, text));
            version.AppendData(Encoding.UTF8.GetBytes($"{path}\0{text}\0"));
        }

        Version = Convert.ToHexStringLower(version.GetHashAndReset())[..12];
        Packages = Distinct(key => key.Package);
        Languages = Distinct(key => key.Language);
        Domains = Distinct(key => key.Domain);
    }

    public static Catalogs Embedded { get; } = new(Read(typeof(Catalogs).Assembly));

    /// <summary>Changes with the texts.</summary>
    public string Version { get; }

    public IReadOnlyList<string> Packages { get; }

    public IReadOnlyList<string> Languages { get; }

    public IReadOnlyList<string> Domains { get; }

    public Catalog Get(string language, string domain, IEnumerable<string> packages) => new(
        language,
        packages.Select(package => _files.GetValueOrDefault((package, language, domain))).OfType<PoFile>());

    private static IEnumerable<KeyValuePair<string, string>> Read(Assembly assembly)
    {
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".po", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            yield return new(name.Replace('\\', '/'), reader.ReadToEnd());
        }
    }

    private List<string> Distinct(Func<(string Package, string Language, string Domain), string> part) =>
        [.. _files.Keys.Select(part).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
