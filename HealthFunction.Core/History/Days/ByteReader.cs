using System.Text;

namespace HealthFunction.History.Days;

/// <summary>Reads what <see cref="ByteWriter"/> wrote; anything cut short or overlong is an <see cref="InvalidDataException"/>.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte() => Bytes(1)[0];

    public long Number()
    {
        ulong number = 0;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var next = Byte();
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (long)number;
            }
        }

        throw new InvalidDataException("A number in a day row is too long.");
    }

    public int Int() => Number() is var number and <= int.MaxValue
        ? (int)number
        : throw new InvalidDataException("A number in a day row is too large.");

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > _rest.Length)
        {
            throw new InvalidDataException("A day row is cut short.");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    public ReadOnlySpan<byte> Block() => Bytes(Int());

    public string Text() => Encoding.UTF8.GetString(Block());
}
