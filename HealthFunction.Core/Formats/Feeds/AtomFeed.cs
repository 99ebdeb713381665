using System.Text;
using System.Xml;

namespace HealthFunction.Formats.Feeds;

/// <summary>RFC 4287. Addresses are relative to the feed's own.</summary>
internal static class AtomFeed
{
    public const string ContentType = "application/atom+xml; charset=utf-8";

    private const string Namespace = "http://www.w3.org/2005/Atom";

    public static byte[] Write(Feed feed)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true }))
        {
            xml.WriteStartElement("feed", Namespace);
            Element(xml, "id", feed.Id);
            Element(xml, "title", feed.Title);
            Element(xml, "updated", IsoTime.Of(feed.Updated));
            Link(xml, "self", feed.Self);
            Link(xml, "alternate", "status");
            xml.WriteStartElement("author");
            Element(xml, "name", "HealthFunction");
            xml.WriteEndElement();
            foreach (var entry in feed.Entries)
            {
                xml.WriteStartElement("entry");
                Element(xml, "id", entry.Id);
                Element(xml, "title", entry.Title);
                Element(xml, "published", IsoTime.Of(entry.Published));
                Element(xml, "updated", IsoTime.Of(entry.Updated));
                xml.WriteStartElement("category");
                xml.WriteAttributeString("term", entry.Kind);
                xml.WriteEndElement();
                xml.WriteStartElement("content");
                xml.WriteAttributeString("type", "text");
                xml.WriteString(Clean(entry.Text));
                xml.WriteEndElement();
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return buffer.ToArray();
    }

    private static void Element(XmlWriter xml, string name, string text) => xml.WriteElementString(name, Clean(text));

    private static void Link(XmlWriter xml, string relation, string address)
    {
        xml.WriteStartElement("link");
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("href", address);
        xml.WriteEndElement();
    }

    /// <summary>XML has no way to write some characters, and a stored error can hold any.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\n' or (>= ' ' and not (0xFFFE or 0xFFFF)))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }
}
