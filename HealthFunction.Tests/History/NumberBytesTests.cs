using HealthFunction.History.Days;

namespace HealthFunction.Tests.History;

/// <summary>Numbers and blocks as the bytes of a day row.</summary>
public sealed class NumberBytesTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(127, 1)]
    [InlineData(128, 2)]
    [InlineData(129, 2)]
    [InlineData(16_383, 2)]
    [InlineData(16_384, 3)]
    [InlineData(int.MaxValue, 5)]
    [InlineData(long.MaxValue, 9)]
    public void A_number_reads_back_from_as_few_bytes_as_it_needs(long number, int length)
    {
        var writer = new ByteWriter();
        writer.Number(number);

        var reader = new ByteReader(writer.Written);

        Assert.Equal((length, number, true), (writer.Written.Length, reader.Number(), reader.AtEnd));
    }

    [Fact]
    public void A_count_may_be_as_large_as_an_int_and_no_larger()
    {
        Assert.Equal(int.MaxValue, new ByteReader(Bytes(int.MaxValue)).Int());
        Assert.Equal("A number in a day row is too large.", Assert.Throws<InvalidDataException>(() => new ByteReader(Bytes(int.MaxValue + 1L)).Int()).Message);
    }

    [Fact]
    public void A_number_without_an_end_is_damage() =>
        Assert.Equal(
            "A number in a day row is too long.",
            Assert.Throws<InvalidDataException>(() => new ByteReader([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]).Number()).Message);

    [Fact]
    public void A_block_may_be_all_that_is_left_and_not_more()
    {
        Assert.Equal([7, 8], new ByteReader([2, 7, 8]).Block().ToArray());
        Assert.Equal("A day row is cut short.", Assert.Throws<InvalidDataException>(() => new ByteReader([3, 7, 8]).Block()).Message);
    }

    [Fact]
    public void A_text_in_any_script_reads_back_and_what_follows_it_too()
    {
        var writer = new ByteWriter();
        writer.Text("höchste Zeit 😀");
        writer.Byte(9);

        var reader = new ByteReader(writer.Written);

        Assert.Equal(("höchste Zeit 😀", (byte)9, true), (reader.Text(), reader.Byte(), reader.AtEnd));
    }

    private static byte[] Bytes(long number)
    {
        var writer = new ByteWriter();
        writer.Number(number);
        return writer.Written.ToArray();
    }
}
