using System.Buffers.Binary;
using System.Numerics;

namespace HealthFunction.History.Days;

/// <summary>The 1,440 minutes of a UTC day, two bits each.</summary>
internal sealed class MinuteMap
{
    public const int Minutes = 1440;
    public const int Size = Minutes / 4;

    public const int MinutesPerWord = 32;
    public const int Words = Minutes / MinutesPerWord;

    /// <summary>The low bit of each minute of a word.</summary>
    public const ulong LowBits = 0x5555_5555_5555_5555;

    private readonly byte[] _bits;

    public MinuteMap() => _bits = new byte[Size];

    public MinuteMap(ReadOnlySpan<byte> bits)
    {
        if (bits.Length != Size)
        {
            throw new InvalidDataException($"A minute map has {Size} bytes, not {bits.Length}.");
        }

        _bits = bits.ToArray();
    }

    public ReadOnlySpan<byte> Bits => _bits;

    public bool IsEmpty => !_bits.AsSpan().ContainsAnyExcept((byte)0);

    public MinuteState this[int minute] => (MinuteState)((_bits[minute >> 2] >> ((minute & 3) << 1)) & 3);

    /// <summary>Puts the minute into the state unless it is in a worse one, whatever the order of the calls.</summary>
    public void Raise(int minute, MinuteState state)
    {
        if (state > this[minute])
        {
            Set(minute, state);
        }
    }

    public void Set(int minute, MinuteState state)
    {
        var shift = (minute & 3) << 1;
        _bits[minute >> 2] = (byte)((_bits[minute >> 2] & ~(3 << shift)) | ((int)state << shift));
    }

    /// <summary>Puts the minutes from <paramref name="from"/> up to but not including <paramref name="to"/> into the state.</summary>
    public void Fill(int from, int to, MinuteState state)
    {
        for (var start = from - (from % MinutesPerWord); start < to; start += MinutesPerWord)
        {
            var inside = FirstOfWord(Math.Min(to - start, MinutesPerWord)) & ~FirstOfWord(Math.Max(from - start, 0));
            var word = start / MinutesPerWord;
            SetWord(word, (Word(word) & ~(inside | (inside << 1))) | (inside * (ulong)state));
        }
    }

    /// <summary>Counts the minutes from <paramref name="from"/> up to but not including <paramref name="to"/>.</summary>
    /// <param name="from">The first minute.</param>
    /// <param name="to">The minute after the last.</param>
    /// <param name="planned">A minute is planned if it has the same failing state here.</param>
    /// <param name="degraded">A minute is degraded if it is UP and UP here as well.</param>
    public MinuteCounts Count(int from, int to, MinuteMap? planned = null, MinuteMap? degraded = null)
    {
        int up = 0, unknown = 0, down = 0, inPlan = 0, inNeed = 0;
        for (var start = from - (from % MinutesPerWord); start < to; start += MinutesPerWord)
        {
            var word = Word(start / MinutesPerWord);
            var inside = FirstOfWord(Math.Min(to - start, MinutesPerWord)) & ~FirstOfWord(Math.Max(from - start, 0));
            if (degraded is not null)
            {
                inNeed += BitOperations.PopCount(DegradedOf(word, degraded.Word(start / MinutesPerWord)) & inside);
            }

            if (planned is not null)
            {
                var agrees = PlannedOf(word, planned.Word(start / MinutesPerWord)) & inside;
                inPlan += BitOperations.PopCount(agrees);
                inside &= ~agrees;
            }

            var low = word & inside;
            var high = (word >> 1) & inside;
            up += BitOperations.PopCount(low & ~high);
            unknown += BitOperations.PopCount(high & ~low);
            down += BitOperations.PopCount(high & low);
        }

        return new MinuteCounts(up, unknown, down, inPlan, inNeed);
    }

    /// <summary>The first minute from <paramref name="from"/> on with data; -1 when there is none.</summary>
    public int FirstRecorded(int from = 0)
    {
        for (var minute = from; minute < Minutes; minute++)
        {
            if (this[minute] != MinuteState.NoData)
            {
                return minute;
            }
        }

        return -1;
    }

    /// <summary>The last minute with data; -1 when there is none.</summary>
    public int LastRecorded()
    {
        var minute = Minutes - 1;
        while (minute >= 0 && this[minute] == MinuteState.NoData)
        {
            minute--;
        }

        return minute;
    }

    /// <summary>32 minutes at once, two bits each, the earliest in the lowest bits.</summary>
    public ulong Word(int index) => BinaryPrimitives.ReadUInt64LittleEndian(_bits.AsSpan(index * sizeof(ulong)));

    public void SetWord(int index, ulong word) => BinaryPrimitives.WriteUInt64LittleEndian(_bits.AsSpan(index * sizeof(ulong)), word);

    /// <summary>The low bits of the first minutes of a word.</summary>
    public static ulong FirstOfWord(int count) => count == MinutesPerWord ? LowBits : LowBits & ((1UL << (2 * count)) - 1);

    /// <summary>The low bits of the minutes that are UP in both words: those that were degraded.</summary>
    public static ulong DegradedOf(ulong word, ulong degraded) => word & ~(word >> 1) & degraded & ~(degraded >> 1) & LowBits;

    /// <summary>The low bits of the minutes that are in the same failing state in both words: those that were planned.</summary>
    public static ulong PlannedOf(ulong word, ulong plan)
    {
        var differs = plan ^ word;
        return (plan >> 1) & ~(differs | (differs >> 1)) & LowBits;
    }
}
