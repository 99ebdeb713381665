using HealthFunction.Localisation;

namespace HealthFunction.Tests.Localisation;

public sealed class PoFileTests
{
    private const string Header = """
        msgid ""
        msgstr ""
        "Content-Type: text/plain; charset=UTF-8\n"
        "Plural-Forms: nplurals=2; plural=(n != 1);\n"


        """;

    [Fact]
    public void Contexts_plurals_escapes_and_continued_strings_are_read()
    {
        var file = Parse("""
            # a comment
            #: file.cs:1
            msgctxt "menu"
            msgid "Open"
            msgstr "Öffnen"

            #, c-format
            msgid "%(count)s day"
            msgid_plural "%(count)s days"
            msgstr[0] "%(count)s Tag"
            msgstr[1] ""
            "%(count)s "
            "Tage"

            msgid "a \"quoted\"\ttext\\"
            msgstr "line\nline"
            """);

        Assert.Equal(["menu\u0004Open", "%(count)s day", "a \"quoted\"\ttext\\"], file.Entries.Select(e => e.Key));
        Assert.Equal(["%(count)s Tag", "%(count)s Tage"], file.Entries[1].Strings);
        Assert.Equal("line\nline", file.Entries[2].Strings[0]);
    }

    [Fact]
    public void Fuzzy_obsolete_and_empty_messages_are_skipped()
    {
        var file = Parse("""
            #, fuzzy, c-format
            msgid "guessed"
            msgstr "geraten"

            msgid "not yet"
            msgstr ""

            #~ msgid "gone"
            #~ msgstr "weg"

            msgid "kept"
            msgstr "behalten"
            """);

        Assert.Equal("kept", Assert.Single(file.Entries).Id);
    }

    [Theory]
    [InlineData("msgid \"a\"\nmsgstr \"b\"\nmsgid \"a\"\nmsgstr \"c\"", "comes twice")]
    [InlineData("msgid \"a\"", "has no msgstr")]
    [InlineData("msgid \"a\"\nmsgid \"b\"\nmsgstr \"c\"", "has no msgstr")]
    [InlineData("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"c\"", "has 1 strings but its language has 2")]
    [InlineData("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr \"c\"", "msgid_plural goes with")]
    [InlineData("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[1] \"c\"", "msgstr[1] is not expected")]
    [InlineData("msgid \"a\\q\"\nmsgstr \"b\"", "no escape")]
    [InlineData("msgid \"a\" b\"\nmsgstr \"b\"", "needs a backslash")]
    [InlineData("msgid a\nmsgstr \"b\"", "between quotation marks")]
    [InlineData("\"stray\"", "continues nothing")]
    [InlineData("msgstr \"a\"", "not expected")]
    [InlineData("msgfoo \"a\"", "not expected")]
    [InlineData("nonsense", "between quotation marks")]
    public void A_fault_is_reported_with_file_and_line(string text, string fault)
    {
        var message = Assert.Throws<PoException>(() => Parse(text)).Message;

        Assert.StartsWith("x.po, line ", message, StringComparison.Ordinal);
        Assert.Contains(fault, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("msgid \"a\"\nmsgstr \"b\"")]
    [InlineData("msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=ISO-8859-1\\nPlural-Forms: nplurals=1; plural=0;\\n\"")]
    [InlineData("msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"")]
    public void A_catalog_needs_a_header_with_UTF_8_and_plural_forms(string text) =>
        Assert.Throws<PoException>(() => PoFile.Parse("x.po", text));

    private static PoFile Parse(string text) => PoFile.Parse("x.po", Header + text);
}
