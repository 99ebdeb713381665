using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using HealthFunction.Surface;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace HealthFunction.Tests.Architecture;

/// <summary>The arrows of docs/architecture.md.</summary>
public sealed class ArchitectureTests
{
    private static readonly System.Reflection.Assembly CoreAssembly = typeof(HttpSurface).Assembly;

    private static readonly ArchUnitNET.Domain.Architecture Core = new ArchLoader().LoadAssemblies(CoreAssembly).Build();

    /// <summary>Each room of Core, and the rooms that it may use.</summary>
    public static TheoryData<string, string[]> Rooms => new()
    {
        { "Logging", [] },
        { "Net", [] },
        { "Settings", [] },
        { "Localisation", ["Http"] },
        { "Http", ["Checks", "Settings"] },
        { "Access", ["Http", "Settings"] },
        { "Checks", ["Settings"] },
        { "Probes", ["Checks", "Identity", "Net", "Settings"] },
        { "Identity", ["Net"] },
        { "History", ["Checks", "Identity", "Logging", "Net", "Settings"] },
        { "Alerts", ["Checks", "History", "Logging", "Net", "Settings"] },
        { "Formats", ["Access", "Checks", "History", "Http", "Localisation", "Settings"] },
    };

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_uses_no_other_rooms_than_these(string room, string[] others)
    {
        var allowed = string.Join('|', others.Append(room));
        var elsewhere = Types().That().ResideInNamespaceMatching($@"^HealthFunction\.(?!({allowed})(\.|$))");

        Types().That().ResideInNamespaceMatching($@"^HealthFunction\.{room}(\.|$)")
            .Should().NotDependOnAny(elsewhere)
            .Check(Core);
    }

    [Theory]
    [InlineData("HealthFunction")]
    [InlineData("HealthFunction.History")]
    public void There_are_no_circles_between_the_rooms_of(string house)
    {
        var arrows = Arrows(house);
        while (arrows.Count > 0)
        {
            // Rooms that use no other are at the bottom; removing them again and again leaves the circles.
            var bottom = arrows.Select(a => a.To).Except(arrows.Select(a => a.From)).ToHashSet();
            Assert.True(bottom.Count > 0, "A circle is among: " + string.Join(", ", arrows.Select(a => $"{a.From} → {a.To}").Distinct()));
            arrows.RemoveAll(a => bottom.Contains(a.To));
        }
    }

    private static List<(string From, string To)> Arrows(string house)
    {
        string? Room(IType type) => type.Namespace?.FullName?.StartsWith(house + ".", StringComparison.Ordinal) == true
            ? type.Namespace.FullName[(house.Length + 1)..].Split('.')[0]
            : null;
        return [.. Core.Types
            .SelectMany(type => type.Dependencies.Select(d => (From: Room(type), To: Room(d.Target))))
            .Where(a => a.From is not null && a.To is not null && a.From != a.To)
            .Select(a => (a.From!, a.To!))
            .Distinct()];
    }

    [Fact]
    public void Core_knows_no_host()
    {
        var references = CoreAssembly.GetReferencedAssemblies().Select(a => a.Name!);

        Assert.All(references, name => Assert.False(
            name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name.StartsWith("Microsoft.Azure.Functions", StringComparison.Ordinal),
            $"Core references {name}."));
    }

    [Fact]
    public void Only_probes_and_the_storage_of_history_know_the_table_client()
    {
        var tableClient = new ArchLoader().LoadAssemblies(CoreAssembly, typeof(global::Azure.Data.Tables.TableClient).Assembly).Build();

        Types().That().ResideInAssembly(CoreAssembly)
            .And().DoNotResideInNamespaceMatching(@"^HealthFunction\.(Probes|History\.Storage)(\.|$)")
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(@"^Azure\.Data\.Tables"))
            .Check(tableClient);
    }
}
