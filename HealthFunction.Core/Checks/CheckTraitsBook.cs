namespace HealthFunction.Checks;

/// <summary>The traits of the checks that the settings name.</summary>
internal sealed class CheckTraitsBook(IReadOnlyDictionary<string, CheckTraits> byName)
{
    public static CheckTraitsBook Empty { get; } = new(new Dictionary<string, CheckTraits>());

    public CheckTraits Of(string name) => byName.GetValueOrDefault(name, CheckTraits.None);
}
