using System.Buffers.Binary;
using System.Text;

namespace HealthFunction.Testing;

/// <summary>A protobuf message parsed without a schema: values by field number, in the order of the bytes.</summary>
internal sealed class ProtoMessage
{
    private readonly List<(int Field, ulong Number, ReadOnlyMemory<byte> Bytes)> _values = [];

    public ProtoMessage(ReadOnlyMemory<byte> bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var tag = Varint(bytes.Span, ref at);
            var (field, wireType) = ((int)(tag >> 3), tag & 7);
            switch (wireType)
            {
                case 0:
                    _values.Add((field, Varint(bytes.Span, ref at), default));
                    break;
                case 1:
                    _values.Add((field, BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[at..]), bytes.Slice(at, 8)));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(bytes.Span, ref at);
                    _values.Add((field, 0, bytes.Slice(at, length)));
                    at += length;
                    break;
                case 5:
                    _values.Add((field, BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[at..]), bytes.Slice(at, 4)));
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"Wire type {wireType} at {at}.");
            }
        }
    }

    public bool Has(int field) => _values.Exists(v => v.Field == field);

    public IEnumerable<ProtoMessage> Messages(int field) => Parts(field).Select(p => new ProtoMessage(p));

    /// <summary>Every value of a repeated field as it was written.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Parts(int field) => _values.Where(v => v.Field == field).Select(v => v.Bytes);

    /// <summary>Without fields when there is none, as in protobuf.</summary>
    public ProtoMessage Message(int field) => Messages(field).LastOrDefault() ?? new ProtoMessage(default);

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field).Span);

    /// <summary>A map from text to text.</summary>
    public IEnumerable<KeyValuePair<string, string>> Map(int field) => Messages(field).Select(e => KeyValuePair.Create(e.Text(1), e.Text(2)));

    public ReadOnlyMemory<byte> Bytes(int field) => _values.LastOrDefault(v => v.Field == field).Bytes;

    public ulong Number(int field) => _values.LastOrDefault(v => v.Field == field).Number;

    public double Double(int field) => BitConverter.UInt64BitsToDouble(Number(field));

    /// <summary>A packed field of doubles.</summary>
    public IReadOnlyList<double> Doubles(int field)
    {
        var packed = Bytes(field);
        return [.. Enumerable.Range(0, packed.Length / 8).Select(i => BinaryPrimitives.ReadDoubleLittleEndian(packed.Span[(i * 8)..]))];
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
