using System.Globalization;
using Azure.Data.Tables;

namespace HealthFunction.History;

/// <summary>Values too long for one property, spread over numbered ones: a property holds 64 KiB, an entity 1 MiB.</summary>
internal static class Columns
{
    public const int BytesPerColumn = 60_000;
    public const int CharactersPerColumn = 30_000;

    public static void Put(TableEntity entity, string name, byte[] value)
    {
        for (var (start, number) = (0, 0); start == 0 || start < value.Length; start += BytesPerColumn, number++)
        {
            entity[Name(name, number)] = value[start..Math.Min(start + BytesPerColumn, value.Length)];
        }
    }

    public static void Put(TableEntity entity, string name, string value)
    {
        for (var (start, number) = (0, 0); start == 0 || start < value.Length; start += CharactersPerColumn, number++)
        {
            entity[Name(name, number)] = value[start..Math.Min(start + CharactersPerColumn, value.Length)];
        }
    }

    public static byte[] Bytes(TableEntity entity, string name) => Values(entity, name).Cast<byte[]>().ToList() is [var only]
        ? only
        : [.. Values(entity, name).Cast<byte[]>().SelectMany(value => value)];

    public static string Text(TableEntity entity, string name) => string.Concat(Values(entity, name).Cast<string>());

    private static IEnumerable<object> Values(TableEntity entity, string name)
    {
        for (var number = 0; entity.TryGetValue(Name(name, number), out var value) && value is not null; number++)
        {
            yield return value;
        }
    }

    private static string Name(string name, int number) =>
        number == 0 ? name : name + number.ToString(CultureInfo.InvariantCulture);
}
