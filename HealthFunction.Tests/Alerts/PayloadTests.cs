using System.Text;
using System.Text.Json.Nodes;
using HealthFunction.Alerts;
using HealthFunction.Checks;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Alerts;

public sealed class PayloadTests
{
    private static readonly AlertMessage Hostile = Examples.Down with
    {
        Source = "<!channel> & *<b>* \"q\" \\ \u0001\n",
        Error = "<!here>: & <x|y>",
        Failing = [new FailingCheck("a.<@U1>&amp;", Verdict.Unknown, "<#C1> _[click](https://evil.example.com)_")],
        FailingCount = 1,
    };

    [Fact]
    public void A_generic_message_always_has_the_same_members()
    {
        foreach (var message in new[] { Examples.Down, Examples.Reminder, Examples.Resolved, Examples.Degraded, Hostile })
        {
            var json = Write(AlertFormat.Generic, message, null).AsObject();
            Assert.Equal(
                ["id", "kind", "incident", "source", "status", "time", "since", "until", "durationSeconds", "error", "failing", "failingCount", "text", "link"],
                json.Select(member => member.Key));
            Assert.Equal(message.Source, json["source"]!.GetValue<string>());
        }
    }

    [Fact]
    public void An_unknown_verdict_is_reported_as_unknown()
    {
        var message = Examples.Down with { Status = Verdict.Unknown };
        Assert.Equal("UNKNOWN", Write(AlertFormat.Generic, message)["status"]!.GetValue<string>());
        Assert.StartsWith("UNKNOWN: myapp-westeurope.", AlertText.Line(message), StringComparison.Ordinal);
        Assert.StartsWith("Still UNKNOWN: ", AlertText.Title(Examples.Reminder with { Status = Verdict.Unknown }), StringComparison.Ordinal);
        Assert.Equal("Warning", Write(AlertFormat.Teams, message)["attachments"]![0]!["content"]!["body"]![0]!["inlines"]![0]!["color"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(0, "degraded", "Degraded: myapp-westeurope")]
    [InlineData(1, "degraded-reminder", "Still degraded: myapp-westeurope")]
    [InlineData(2, "degraded-resolved", "No longer degraded: myapp-westeurope")]
    public void A_message_about_a_degraded_deployment_has_a_kind_and_a_colour_of_its_own(int kind, string written, string title)
    {
        var message = Examples.Degraded with { Kind = (AlertKind)kind, Until = kind == 2 ? Story.Noon.AddMinutes(30) : null };

        Assert.Equal(written, Write(AlertFormat.Generic, message)["kind"]!.GetValue<string>());
        var run = Write(AlertFormat.Teams, message)["attachments"]![0]!["content"]!["body"]![0]!["inlines"]![0]!;
        Assert.Equal((title, kind == 2 ? "Good" : "Warning"), (run["text"]!.GetValue<string>(), run["color"]!.GetValue<string>()));
        Assert.Contains("UP and degraded", Write(AlertFormat.Slack, message)["text"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failing_check_has_the_words_and_the_link_of_its_settings()
    {
        var traits = new CheckTraitsBook(new Dictionary<string, CheckTraits>
        {
            ["cache.default"] = new() { Description = "Carts <of> the shop", Link = new Uri("https://example.com/a|b?c=1&d=2") },
        });
        JsonNode Written(AlertFormat format) => JsonNode.Parse(new AlertWriter(format, Examples.Link, traits).Write(Examples.Down).Span)!;

        var generic = Written(AlertFormat.Generic)["failing"]!;
        Assert.Equal(["check", "status", "error", "description", "link"], generic[0]!.AsObject().Select(m => m.Key));
        Assert.Equal(["check", "status", "error"], generic[1]!.AsObject().Select(m => m.Key));
        Assert.Equal("https://example.com/a%7Cb?c=1&d=2", generic[0]!["link"]!.GetValue<string>().Replace("|", "%7C", StringComparison.Ordinal));
        Assert.StartsWith(
            "• cache.default (Carts &lt;of&gt; the shop) is DOWN: connection refused <https://example.com/a%7Cb?c=1&amp;d=2|example.com>\n",
            Written(AlertFormat.Slack)["blocks"]![1]!["text"]!["text"]!.GetValue<string>(),
            StringComparison.Ordinal);
        var card = Written(AlertFormat.Teams)["attachments"]![0]!["content"]!;
        Assert.Equal(["Status page", "cache.default"], card["actions"]!.AsArray().Select(a => a!["title"]!.GetValue<string>()));
        Assert.Contains("(Carts <of> the shop)", card["body"]![2]!["inlines"]![0]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_settings_say_is_not_stored_with_a_message()
    {
        var check = new FailingCheck("a", Verdict.Down, "x") { Traits = new CheckTraits { Description = "words" } };

        Assert.DoesNotContain("words", System.Text.Json.JsonSerializer.Serialize(check), StringComparison.Ordinal);
    }

    [Fact]
    public void Slack_gets_no_markup_that_a_name_or_an_error_holds()
    {
        var slack = Write(AlertFormat.Slack, Hostile);
        Assert.All(Strings(slack), text =>
        {
            var left = text.Replace("<https://www.example.com/api/status|Status page>", "", StringComparison.Ordinal);
            Assert.DoesNotContain('<', left);
            Assert.DoesNotContain('>', left);
            Assert.Equal(left.Count(c => c == '&'), Count(left, "&lt;") + Count(left, "&gt;") + Count(left, "&amp;"));
        });
        Assert.All(slack["blocks"]!.AsArray(), block => Assert.True(block!["text"]!["verbatim"]!.GetValue<bool>()));
        Assert.Contains("• a.&lt;@U1&gt;&amp;amp; is UNKNOWN: &lt;#C1&gt; ", slack["blocks"]![1]!["text"]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('x')]
    [InlineData('&')]
    [InlineData('<')]
    public void Slacks_limits_hold_for_the_longest_names_and_texts(char character)
    {
        var message = Examples.Down with
        {
            Source = new string(character, 100),
            Error = $"{new string(character, 100)}: {new string(character, 500)}",
            Failing = [.. Enumerable.Range(0, AlertMachine.MaxChecks).Select(_ => new FailingCheck(new string(character, 100), Verdict.Down, new string(character, 500)))],
            FailingCount = 1000,
        };
        foreach (var kind in Enum.GetValues<AlertKind>())
        {
            var slack = Write(AlertFormat.Slack, message with { Kind = kind, Until = message.Time }, new Uri($"https://a.example.com/{new string('&', 450)}|"));
            var blocks = slack["blocks"]!.AsArray();
            Assert.InRange(blocks.Count, 3, 50);
            Assert.All(blocks, block => Assert.InRange(block!["text"]!["text"]!.GetValue<string>().Length, 1, SlackPayload.MaxSection));
            Assert.InRange(slack["text"]!.GetValue<string>().Length, 1, 40_000);

            // There were 20 lines, and those that did not fit are counted.
            var lines = blocks[kind == AlertKind.Resolved ? 2 : 1]!["text"]!["text"]!.GetValue<string>().Split('\n');
            Assert.Equal($"and {1000 - (lines.Length - 1)} more", lines[^1].TrimStart('•', ' '));
        }
    }

    [Fact]
    public void A_text_is_never_cut_inside_a_character()
    {
        var message = Examples.Down with { Failing = [new FailingCheck("a", Verdict.Down, "x" + string.Concat(Enumerable.Repeat("😀", 300)))], FailingCount = 1 };
        var bytes = new AlertWriter(AlertFormat.Slack, null).Write(message);
        Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(bytes.Span));
    }

    [Fact]
    public void Teams_gets_one_adaptive_card_that_shows_texts_as_they_are()
    {
        var message = Write(AlertFormat.Teams, Hostile);
        Assert.Equal("message", message["type"]!.GetValue<string>());
        var attachment = Assert.Single(message["attachments"]!.AsArray())!;
        Assert.Equal("application/vnd.microsoft.card.adaptive", attachment["contentType"]!.GetValue<string>());
        var card = attachment["content"]!.AsObject();
        Assert.Equal("AdaptiveCard", card["type"]!.GetValue<string>());
        Assert.Equal("1.4", card["version"]!.GetValue<string>());

        // TextBlock and FactSet are the elements that read Markdown.
        Assert.All(card["body"]!.AsArray(), element =>
        {
            Assert.Equal("RichTextBlock", element!["type"]!.GetValue<string>());
            Assert.Equal("TextRun", Assert.Single(element["inlines"]!.AsArray())!["type"]!.GetValue<string>());
        });
        Assert.Equal($"DOWN: {Hostile.Source}", card["body"]![0]!["inlines"]![0]!["text"]!.GetValue<string>());
        var action = Assert.Single(card["actions"]!.AsArray())!;
        Assert.Equal(("Action.OpenUrl", Examples.Link.AbsoluteUri), (action["type"]!.GetValue<string>(), action["url"]!.GetValue<string>()));
    }

    [Fact]
    public void A_Teams_message_stays_below_its_28_KB()
    {
        var message = Examples.Reminder with
        {
            Source = new string('x', 100),
            Failing = [.. Enumerable.Repeat(new FailingCheck(new string('x', 100), Verdict.Down, "an earlier attempt is still stuck"), AlertMachine.MaxChecks)],
            FailingCount = 1000,
        };
        Assert.InRange(new AlertWriter(AlertFormat.Teams, Examples.Link).Write(message).Length, 1, 28_000);
    }

    [Theory]
    [InlineData("00:00:00.4", "less than a second")]
    [InlineData("00:00:45", "45 s")]
    [InlineData("00:12:00", "12 min")]
    [InlineData("00:12:30", "12 min 30 s")]
    [InlineData("04:00:59", "4 h")]
    [InlineData("04:05:00", "4 h 5 min")]
    [InlineData("3.02:01:00", "3 d 2 h")]
    public void A_duration_is_written_in_its_two_largest_units(string duration, string text) =>
        Assert.Equal(text, AlertText.Duration(TimeSpan.Parse(duration, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("Generic: down")]
    [InlineData("Generic: reminder")]
    [InlineData("Generic: resolved")]
    [InlineData("Generic: degraded")]
    [InlineData("Slack: down")]
    [InlineData("Slack: resolved")]
    [InlineData("Teams: down")]
    [InlineData("Teams: resolved")]
    public void The_documentation_shows_what_is_sent(string example)
    {
        var parts = example.Split(": ");
        var message = parts[1] switch
        {
            "down" => Examples.Down,
            "reminder" => Examples.Reminder,
            "degraded" => Examples.Degraded,
            _ => Examples.Resolved,
        };
        var docs = File.ReadAllText(Path.Combine(Repository.Root, "docs", "alerts.md"));
        var from = docs.IndexOf($"\n{example}\n```json\n", StringComparison.Ordinal);
        Assert.True(from >= 0, $"docs/alerts.md has no example \"{example}\".");
        var begin = docs.IndexOf('{', from);
        var shown = docs[begin..docs.IndexOf("\n```", begin, StringComparison.Ordinal)];
        var sent = Write(Enum.Parse<AlertFormat>(parts[0]), message);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(shown), sent), $"docs/alerts.md shows \"{example}\" otherwise than it is sent:\n{sent}");
    }

    private static JsonNode Write(AlertFormat format, AlertMessage message) => Write(format, message, Examples.Link);

    private static JsonNode Write(AlertFormat format, AlertMessage message, Uri? link) =>
        JsonNode.Parse(new AlertWriter(format, link).Write(message).Span)!;

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(m => Strings(m.Value)),
        JsonArray items => items.SelectMany(Strings),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
