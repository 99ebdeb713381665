using System.Buffers;
using System.Text;

namespace HealthFunction.Testing;

/// <summary>Writes a protobuf message field by field. Empty values are written too, because they may select a oneof.</summary>
internal sealed class ProtoWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public ProtoWriter Number(int field, int value)
    {
        Varint((uint)field << 3);
        Varint((uint)value);
        return this;
    }

    public ProtoWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint(((uint)field << 3) | 2);
        Varint((uint)value.Length);
        _bytes.Write(value);
        return this;
    }

    public ProtoWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtoWriter Message(int field, ProtoWriter value) => Bytes(field, value.Written.Span);

    /// <summary>One entry of a map from text to messages.</summary>
    public ProtoWriter Entry(int field, string key, ProtoWriter value) => Message(field, new ProtoWriter().Text(1, key).Message(2, value));

    private void Varint(uint value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Write([(byte)(value | 0x80)]);
        }

        _bytes.Write([(byte)value]);
    }
}
