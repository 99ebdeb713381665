using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace HealthFunction.Tests.Browser;

/// <summary>The page as people see it: in Chromium, with seeded history.</summary>
[Collection(BrowserTests.Name)]
public sealed class StatusPageTests(StatusSite site)
{
    // The words of a bar when it is hovered over: its paragraphs with the words that the style sheet adds.
    private const string Words = """
        bar => [...bar.querySelectorAll('p')].map(p => {
          const side = name => { const c = getComputedStyle(p, name).content; return c === 'none' ? '' : JSON.parse(c); };
          return side('::before') + p.textContent + side('::after');
        }).join('|')
        """;

    private static readonly string Row = $"article[id=\"{OutagePattern.Check}\"] ol";

    [Fact]
    public async Task Ninety_days_of_outages_are_shown_bar_by_bar()
    {
        await using var open = await OpenPage.OpenAsync(site);
        var today = DateOnly.FromDateTime(DateTime.Parse(
            (await open.Page.GetAttributeAsync("header time", "datetime"))!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal));

        var bars = await open.Page.EvaluateAsync<JsonElement>($"() => [...document.querySelectorAll('{Row} > li')].map(b => [b.className, ({Words})(b)])");

        var shown = bars.Deserialize<string[][]>()!.Select(b => (b[0], b[1])).ToList();
        Assert.Equal(90, shown.Count);

        // Today is not over, so its bar is not known beforehand.
        for (var age = 89; age >= 1; age--)
        {
            Assert.Equal(OutagePattern.Expected(today.AddDays(-age)), shown[89 - age]);
        }

        Assert.StartsWith($"{today.Day} ", shown[89].Item2, StringComparison.Ordinal);
        Assert.Equal(6, shown.Take(89).Select(b => b.Item1).Distinct().Count());
    }

    [Theory]
    [InlineData(ColorScheme.Light, 390, 844)]
    [InlineData(ColorScheme.Dark, 390, 844)]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 1280, 800)]
    [InlineData(ColorScheme.Light, 320, 600)]
    public async Task It_fits_is_accessible_and_requests_nothing_from_other_hosts(ColorScheme scheme, int width, int height)
    {
        await using var open = await OpenPage.OpenAsync(
            site, "", new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = height } });
        var page = open.Page;

        Assert.Empty(await Axe.ViolationsAsync(page));
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
        var background = await page.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).backgroundColor");
        Assert.Equal(scheme == ColorScheme.Dark ? "rgb(13, 17, 23)" : "rgb(246, 248, 250)", background);
        Assert.Empty(open.Errors);
        Assert.All(open.Requests, url => Assert.True(url.StartsWith(site.App.Address.ToString(), StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal), url));
    }

    [Fact]
    public async Task Every_bar_can_be_reached_and_read_with_the_keyboard_alone()
    {
        await using var open = await OpenPage.OpenAsync(site);
        var page = open.Page;

        // One stop for each row and not one for each day.
        var stops = await page.EvaluateAsync<int>("() => document.querySelectorAll('ol li[tabindex=\"0\"]').length");
        Assert.Equal(4, stops);
        await TabUntilAsync(page, $"document.activeElement.matches('{Row} > li')");
        Assert.Equal(89, await IndexAsync(page));

        await page.Keyboard.PressAsync("ArrowLeft");
        await page.Keyboard.PressAsync("ArrowLeft");
        Assert.Equal(87, await IndexAsync(page));
        await page.WaitForFunctionAsync("() => [...document.activeElement.querySelectorAll('p')].every(p => getComputedStyle(p).opacity === '1')");
        Assert.NotEqual("none", await page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"));
        await page.Keyboard.PressAsync("Home");
        Assert.Equal(0, await IndexAsync(page));
        await page.Keyboard.PressAsync("ArrowLeft");
        Assert.Equal(0, await IndexAsync(page));
        await page.Keyboard.PressAsync("End");
        Assert.Equal(89, await IndexAsync(page));

        // On to the summary, which opens all days in words.
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("SUMMARY", await page.EvaluateAsync<string>("() => document.activeElement.tagName"));
        await page.Keyboard.PressAsync("Enter");
        await ExpectAllWordsAsync(page);
    }

    [Fact]
    public async Task Without_JavaScript_it_shows_the_same_and_refreshes_itself()
    {
        await using var open = await OpenPage.OpenAsync(site, "", new BrowserNewContextOptions { JavaScriptEnabled = false });
        var page = open.Page;

        Assert.Equal("60", await page.Locator("noscript meta[http-equiv=refresh], meta[http-equiv=refresh]").First.GetAttributeAsync("content"));
        Assert.Equal("All checks are up", await page.Locator("h1").TextContentAsync());
        Assert.EndsWith("Source: browser", await page.Locator("header p").Last.TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal(4 * 90, await page.Locator("ol > li").CountAsync());
        Assert.Equal(4, await page.Locator("article svg").CountAsync());

        var bar = page.Locator($"{Row} > li").Nth(40);
        await bar.HoverAsync();
        await Assertions.Expect(bar.Locator("p").First).ToHaveCSSAsync("opacity", "1");

        await TabUntilAsync(page, $"document.activeElement.matches('article[id=\"{OutagePattern.Check}\"] summary')");
        await page.Keyboard.PressAsync("Enter");
        await ExpectAllWordsAsync(page);
    }

    [Theory]
    [InlineData("en", "All checks are up", "24 hours", "ago|just now")]
    [InlineData("de", "Alle Prüfungen sind in Ordnung", "24 Stunden", "vor|gerade")]
    [InlineData("fr", "Tous les contrôles réussissent", "24 heures", "il y a|instant")]
    [InlineData("pl", "Wszystkie testy są pomyślne", "24 godziny", "temu|chwilą")]
    [InlineData("ja", "すべてのチェックが正常です", "24時間", "前|今")]
    public async Task Every_language_is_complete_on_the_server_and_in_the_script(string language, string headline, string hours, string ago)
    {
        await using var open = await OpenPage.OpenAsync(site, "", new BrowserNewContextOptions { Locale = language });
        var page = open.Page;

        Assert.Equal(language, await page.GetAttributeAsync("html", "lang"));
        Assert.Equal(headline, await page.TextContentAsync("h1"));
        Assert.Equal(headline, await page.TitleAsync());
        Assert.Equal(hours, await page.Locator("dt").First.TextContentAsync());
        Assert.Matches(ago, await page.GetAttributeAsync("header time", "data-r"));
        Assert.Empty(await Axe.ViolationsAsync(page));
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
        Assert.Empty(open.Errors);

        await page.ClickAsync($"nav a[lang={(language == "en" ? "de" : "en")}]");
        Assert.Equal(language == "en" ? "de" : "en", await page.GetAttributeAsync("html", "lang"));
    }

    [Fact]
    public async Task It_refreshes_in_place_and_keeps_the_focus_and_what_is_open()
    {
        await using var open = await OpenPage.OpenAsync(site, before: page => page.Clock.InstallAsync());
        var page = open.Page;
        await page.ClickAsync($"article[id=\"{OutagePattern.Check}\"] summary");
        await page.FocusAsync($"{Row} > li:last-child");
        await page.Keyboard.PressAsync("Home");
        await page.EvaluateAsync("() => { globalThis.before = document.querySelector('main').firstElementChild; }");

        var asked = page.WaitForResponseAsync(response => response.Url.EndsWith("/api/status", StringComparison.Ordinal));
        await page.Clock.FastForwardAsync(31_000);
        await asked;

        await page.WaitForFunctionAsync("() => !before.isConnected");
        Assert.Equal(0, await IndexAsync(page));
        Assert.Equal(1, await page.Locator("details[open]").CountAsync());
        Assert.True(await page.IsHiddenAsync("#stale"));
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task A_page_that_cannot_refresh_says_so_and_recovers()
    {
        await using var open = await OpenPage.OpenAsync(site, before: page => page.Clock.InstallAsync());
        var page = open.Page;
        await page.RouteAsync("**/api/status", route => route.AbortAsync());

        await page.Clock.FastForwardAsync(31_000);
        await page.WaitForSelectorAsync("#stale");
        await page.Clock.FastForwardAsync(120_000);
        await page.WaitForFunctionAsync("() => /2 minutes ago/.test(document.getElementById('stale').textContent)");
        Assert.Equal("status", await page.GetAttributeAsync("#stale", "role"));

        await page.UnrouteAllAsync();
        await page.Clock.FastForwardAsync(31_000);
        await page.WaitForSelectorAsync("#stale", new() { State = WaitForSelectorState.Hidden });
    }

    private static Task<int> IndexAsync(IPage page) =>
        page.EvaluateAsync<int>("() => [...document.activeElement.parentNode.children].indexOf(document.activeElement)");

    private static async Task TabUntilAsync(IPage page, string condition)
    {
        for (var i = 0; i < 60; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>($"() => {condition}"))
            {
                return;
            }
        }

        Assert.Fail($"Tab does not get to where {condition}.");
    }

    private static async Task ExpectAllWordsAsync(IPage page)
    {
        var hidden = await page.EvaluateAsync<int>(
            $"() => [...document.querySelectorAll('{Row} p')].filter(p => getComputedStyle(p).opacity !== '1' || p.getBoundingClientRect().width === 0).length");
        Assert.Equal(0, hidden);
    }
}
