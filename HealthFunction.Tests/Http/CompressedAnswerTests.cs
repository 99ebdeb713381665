using System.IO.Compression;
using System.Text;
using HealthFunction.Http;

namespace HealthFunction.Tests.Http;

public sealed class CompressedAnswerTests
{
    private static readonly byte[] Long = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("All checks are up. ", 500)));

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZip")]
    [InlineData("deflate, gzip;q=0.5, br")]
    [InlineData("*")]
    [InlineData("br, *;q=0.1")]
    public void A_caller_that_accepts_gzip_gets_a_long_answer_in_it(string accepted)
    {
        var answer = Answer(Long).EncodedFor(accepted);

        Assert.Equal("gzip", Header(answer, "Content-Encoding"));
        Assert.InRange(answer.ContentLength!.Value, 20, Long.Length / 10);
        Assert.Equal(Long, Decompressed(answer.Sent));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("identity")]
    [InlineData("br, deflate")]
    [InlineData("gzip;q=0")]
    [InlineData("gzip;q=0, *")]
    [InlineData("*;q=0")]
    [InlineData("gzip;q=high")]
    [InlineData("gzipped")]
    public void Any_other_caller_gets_it_as_it_is(string? accepted)
    {
        var answer = Answer(Long).EncodedFor(accepted);

        Assert.Null(Header(answer, "Content-Encoding"));
        Assert.Equal(Long, answer.Sent.ToArray());
    }

    [Fact]
    public void A_cache_is_told_that_the_encoding_makes_a_difference_whatever_the_caller_accepts()
    {
        Assert.Equal("Accept-Language, Accept-Encoding", Header(Answer(Long), "Vary"));
        Assert.Equal("Accept-Language, Accept-Encoding", Header(Answer(Long).EncodedFor("gzip"), "Vary"));
        Assert.Equal("Accept-Encoding", Header((new HttpAnswer(200) { Body = Long }).Compressible(), "Vary"));
    }

    [Theory]
    [InlineData(1399, false)]
    [InlineData(1400, true)]
    public void A_short_answer_is_sent_as_it_is(int length, bool isCompressed)
    {
        var answer = Answer(Long[..length]);

        Assert.Equal(isCompressed, Header(answer.EncodedFor("gzip"), "Content-Encoding") is not null);
        Assert.Equal(isCompressed ? "Accept-Language, Accept-Encoding" : "Accept-Language", Header(answer, "Vary"));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData(null)]
    public void A_caller_that_has_it_in_either_encoding_gets_304_without_a_body(string? accepted)
    {
        var tag = Header(Answer(Long), "ETag")!;
        var encoded = Answer(Long).EncodedFor(accepted);
        Assert.Equal(accepted is null ? tag : $"W/{tag}", Header(encoded, "ETag"));

        foreach (var known in new[] { tag, $"W/{tag}", $"\"x\", W/{tag}", "*" })
        {
            var answer = encoded.UnlessMatched(known);
            Assert.Equal((304, true, null), (answer.Status, answer.Sent.IsEmpty, answer.ContentLength));
            Assert.Null(Header(answer, "Content-Encoding"));
        }

        Assert.Equal(200, encoded.UnlessMatched("\"x\", W/\"y\"").Status);
    }

    [Fact]
    public void It_is_compressed_once()
    {
        var answer = Answer(Long);

        Assert.Same(answer, answer.Compressible());
        Assert.True(answer.EncodedFor("gzip").Body.Equals(answer.EncodedFor("*").Body));
    }

    private static HttpAnswer Answer(byte[] body) =>
        new HttpAnswer(200) { ContentType = "text/plain", Body = body, Headers = [new("Vary", "Accept-Language")] }.Tagged().Compressible();

    private static string? Header(HttpAnswer answer, string name) => answer.Headers.SingleOrDefault(h => h.Key == name).Value;

    private static byte[] Decompressed(ReadOnlyMemory<byte> bytes)
    {
        using var plain = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress);
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
