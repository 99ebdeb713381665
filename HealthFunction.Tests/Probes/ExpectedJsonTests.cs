using System.Text;
using HealthFunction.Probes.Endpoints;

namespace HealthFunction.Tests.Probes;

/// <summary>Pointers by the examples of RFC 6901, and values of each kind.</summary>
public sealed class ExpectedJsonTests
{
    private const string Document = """
        {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8, "01": "index",
         "true": true, "none": null, "text": "true", "number": "7", "some": {"x": [1, 2]}, "broken": "\ud800"}
        """;

    [Theory]
    [InlineData("/foo/0", "bar")]
    [InlineData("/foo", """["bar","baz"]""")]
    [InlineData("/", "0")]
    [InlineData("/a~1b", "1")]
    [InlineData("/c%d", "2")]
    [InlineData("/e^f", "3")]
    [InlineData("/g|h", "4")]
    [InlineData("/i\\j", "5")]
    [InlineData("/k\"l", "6")]
    [InlineData("/ ", "7")]
    [InlineData("/m~0n", "8")]
    [InlineData("/01", "index")]
    [InlineData("/true", "true")]
    [InlineData("/none", "null")]
    [InlineData("/text", "true")]
    [InlineData("/text", "\"true\"")]
    [InlineData("/number", "7")]
    [InlineData("/a~1b", "1.0")]
    [InlineData("/some", """{"x":[1,2]}""")]
    public void A_value_at_its_place_is_found(string place, string value) => Assert.True(IsIn(Document, place, value));

    [Theory]
    [InlineData("/foo/2", "bar")]
    [InlineData("/foo/00", "bar")]
    [InlineData("/foo/-", "bar")]
    [InlineData("/foo/x", "bar")]
    [InlineData("/Foo/0", "bar")]
    [InlineData("/foo/0/x", "bar")]
    [InlineData("/true", "\"true\"")]
    [InlineData("/true", "True")]
    [InlineData("/none", "")]
    [InlineData("/a~1b", "\"1\"")]
    [InlineData("/broken", "x")]
    [InlineData("/some", """{"x":[2,1]}""")]
    public void Anything_else_is_not(string place, string value) => Assert.False(IsIn(Document, place, value));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"a":1}{"a":1}""")]
    [InlineData("""{"a":1} trailing""")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("null")]
    [InlineData("\"a\"")]
    public void A_body_that_is_no_such_document_is_not_as_expected(string body) => Assert.False(IsIn(body, "/a", "1"));

    [Fact]
    public void Invalid_UTF8_is_not_as_expected_and_a_byte_order_mark_is_skipped()
    {
        var expected = ExpectedJson.TryCreate("/a", "1")!;
        Assert.True(expected.IsIn(Encoding.UTF8.GetBytes("\uFEFF{\"a\":1}")));
        Assert.False(expected.IsIn(new byte[] { (byte)'{', 0xFF, 0xFE, (byte)'}' }));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a/b")]
    [InlineData("/a~b")]
    [InlineData("/a~2")]
    [InlineData("/~")]
    [InlineData("#/a")]
    public void What_is_no_pointer_is_refused(string place) => Assert.Null(ExpectedJson.TryCreate(place, "1"));

    private static bool IsIn(string body, string place, string value) => ExpectedJson.TryCreate(place, value)!.IsIn(Encoding.UTF8.GetBytes(body));
}
