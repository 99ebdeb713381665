using System.Buffers;
using System.Text;

namespace HealthFunction.History.Days;

/// <summary>Writes numbers seven bits to a byte, and blocks with their length in front.</summary>
internal sealed class ByteWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public void Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    public void Number(long value)
    {
        var rest = (ulong)value;
        while (rest >= 0x80)
        {
            Byte((byte)(rest | 0x80));
            rest >>= 7;
        }

        Byte((byte)rest);
    }

    public void Bytes(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    public void Block(ReadOnlySpan<byte> bytes)
    {
        Number(bytes.Length);
        Bytes(bytes);
    }

    public void Text(string text) => Block(Encoding.UTF8.GetBytes(text));

    public void Section(int tag, ReadOnlySpan<byte> content)
    {
        Number(tag);
        Block(content);
    }
}
