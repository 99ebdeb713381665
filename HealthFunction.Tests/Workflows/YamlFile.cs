using HealthFunction.Testing;
using YamlDotNet.RepresentationModel;

namespace HealthFunction.Tests.Workflows;

/// <summary>A YAML file of the repository as nested dictionaries, lists and texts.</summary>
internal static class YamlFile
{
    /// <param name="path">Relative to the repository.</param>
    /// <exception cref="YamlDotNet.Core.YamlException">It is not YAML, or a key comes twice.</exception>
    public static Dictionary<string, object> Read(string path) => Parse(File.ReadAllText(Path.Combine(Repository.Root, path)));

    public static Dictionary<string, object> Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return Map(Value(Assert.Single(stream.Documents).RootNode));
    }

    public static Dictionary<string, object> Map(object value) => Assert.IsType<Dictionary<string, object>>(value);

    public static List<object> List(object value) => Assert.IsType<List<object>>(value);

    /// <summary>Every text in it, at whatever depth.</summary>
    public static IEnumerable<string> Texts(object value) => value switch
    {
        Dictionary<string, object> map => map.Values.SelectMany(Texts),
        List<object> list => list.SelectMany(Texts),
        _ => [(string)value],
    };

    private static object Value(YamlNode node) => node switch
    {
        YamlMappingNode map => map.Children.ToDictionary(c => ((YamlScalarNode)c.Key).Value!, c => Value(c.Value)),
        YamlSequenceNode list => list.Children.Select(Value).ToList(),
        YamlScalarNode scalar => scalar.Value ?? "",
        _ => throw new NotSupportedException(node.NodeType.ToString()),
    };
}
