using System.Reflection;
using HealthFunction.Settings;

namespace HealthFunction.Tests.Infra;

/// <summary>The settings of the app, read off its option classes.</summary>
internal static class KnownSettings
{
    private static readonly Type[] Options =
        [.. typeof(DependencyOptions).Assembly.GetTypes().Where(t => t.Namespace == typeof(DependencyOptions).Namespace && t.Name.EndsWith("Options", StringComparison.Ordinal))];

    public static bool Has(string name) => name.Split("__") switch
    {
        ["Health", var setting] => Options.Any(t => !t.IsAssignableTo(typeof(DependencyOptions)) && Writable(t).Contains(setting)),
        ["Health", var kind, _] => OptionsOf(kind) is not null,
        ["Health", var kind, _, var setting] => OptionsOf(kind) is { } type && Writable(type).Contains(setting),
        _ => false,
    };

    /// <summary><c>Databases</c> holds <c>DatabaseOptions</c>, and so on.</summary>
    private static Type? OptionsOf(string kind) => Options.SingleOrDefault(
        t => t.IsAssignableTo(typeof(DependencyOptions)) && !t.IsAbstract && $"{t.Name[..^"Options".Length]}s" == kind);

    private static IEnumerable<string> Writable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).Select(p => p.Name);
}
