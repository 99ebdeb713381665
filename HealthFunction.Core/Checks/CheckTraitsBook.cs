namespace HealthFunction.Checks;

/// <summary>What the settings say of checks.</summary>
/// <param name="byName">Of those that the settings name.</param>
/// <param name="ofOthers">Of those that code registers; null for a check that the settings do not mention.</param>
internal sealed class CheckTraitsBook(IReadOnlyDictionary<string, CheckTraits> byName, Func<string, CheckTraits?>? ofOthers = null)
{
    public static CheckTraitsBook Empty { get; } = new(new Dictionary<string, CheckTraits>());

    public CheckTraits Of(string name) => byName.GetValueOrDefault(name) ?? ofOthers?.Invoke(name) ?? CheckTraits.None;
}
