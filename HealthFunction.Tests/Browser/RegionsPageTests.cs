using HealthFunction.Testing;
using Microsoft.Playwright;

namespace HealthFunction.Tests.Browser;

/// <summary>The page of several regions, one of which is dead, as people see it.</summary>
[Collection(BrowserTests.Name)]
public sealed class RegionsPageTests(StatusSite site, FleetSite fleet)
{
    // What is beyond the right edge, when the page can be scrolled there.
    private const string TooWide = """
        () => document.documentElement.scrollWidth <= innerWidth ? []
          : [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth).slice(0, 5).map(e => e.outerHTML.slice(0, 200))
        """;

    [Theory]
    [InlineData(3, ColorScheme.Light, 390)]
    [InlineData(3, ColorScheme.Dark, 390)]
    [InlineData(3, ColorScheme.Light, 1280)]
    [InlineData(3, ColorScheme.Dark, 1280)]
    [InlineData(10, ColorScheme.Light, 390)]
    [InlineData(10, ColorScheme.Dark, 1280)]
    [InlineData(10, ColorScheme.Light, 320)]
    public async Task It_fits_is_accessible_and_shows_the_service_the_regions_and_the_checks(int regions, ColorScheme scheme, int width)
    {
        await using var open = await OpenAsync(regions, new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 844 } });
        var page = open.Page;

        Assert.Equal(FleetSite.Title, await page.TextContentAsync("h1"));
        Assert.Equal($"Up in {regions - 1} of {regions} regions", await page.TextContentAsync("header .h"));
        Assert.Equal($"{FleetSite.Title} · Up in {regions - 1} of {regions} regions", await page.TitleAsync());
        Assert.Equal(["Up", "Down"], await page.Locator(".a .s").AllTextContentsAsync());
        Assert.Equal(FleetSite.Shown(regions), await page.Locator(".r h3").AllTextContentsAsync());
        Assert.Equal(
            FleetSite.Shown(regions).Select(region => region == FleetSite.DeadRegion ? "Down" : "Up"),
            await page.Locator(".r .s").AllTextContentsAsync());
        var dead = page.Locator($".r article:has(h3:text-is(\"{FleetSite.DeadRegion}\"))");
        await Assertions.Expect(dead).ToContainTextAsync($"unreachable, seen by {FleetSite.Regions[2]}");
        await Assertions.Expect(dead).ToContainTextAsync("last record");
        Assert.Equal(0, await dead.Locator(".c").CountAsync());
        Assert.Equal((regions - 2) * 3, await page.Locator(".r .c li").CountAsync());
        Assert.Equal(["database.default", "cache.default", "table.default"], await page.Locator("main > section > article h2").AllTextContentsAsync());
        Assert.Equal((2 + regions + 3) * 90, await page.Locator("ol > li").CountAsync());

        Assert.Empty(await Axe.ViolationsAsync(page));
        Assert.Empty(await page.EvaluateAsync<string[]>(TooWide));
        Assert.Empty(open.Errors);
        await KeepAsync(page, $"regions-{regions}-{scheme}-{width}.png");
    }

    [Theory]
    [InlineData("en", "Up in 2 of 3 regions")]
    [InlineData("de", "Verfügbare Regionen: 2 von 3")]
    [InlineData("fr", "Régions disponibles : 2 sur 3")]
    [InlineData("pl", "Działające regiony: 2 z 3")]
    [InlineData("ja", "3地域のうち2地域が正常です")]
    public async Task Every_language_has_the_words_of_regions(string language, string headline)
    {
        await using var open = await OpenAsync(3, new BrowserNewContextOptions { Locale = language, ViewportSize = new() { Width = 390, Height = 844 } }, "");
        var page = open.Page;

        Assert.Equal(headline, await page.TextContentAsync("header .h"));
        Assert.Empty(await Axe.ViolationsAsync(page));
        Assert.Empty(await page.EvaluateAsync<string[]>(TooWide));
        Assert.Empty(open.Errors);
        await KeepAsync(page, $"regions-{language}.png");
    }

    [Fact]
    public async Task Without_JavaScript_it_shows_the_same()
    {
        await using var open = await OpenAsync(10, new BrowserNewContextOptions { JavaScriptEnabled = false });
        var page = open.Page;

        Assert.Equal(FleetSite.Shown(10), await page.Locator(".r h3").AllTextContentsAsync());
        var bar = page.Locator(".r article").Nth(1).Locator("ol > li").Nth(40);
        await bar.HoverAsync();
        await Assertions.Expect(bar.Locator("p").First).ToHaveCSSAsync("opacity", "1");
        await page.Locator(".r summary").First.ClickAsync();
        await Assertions.Expect(page.Locator(".r article").First.Locator("li p").First).ToHaveCSSAsync("position", "static");
    }

    [Fact]
    public async Task The_open_days_of_a_region_stay_open_when_the_page_refreshes_itself()
    {
        var app = await fleet.AppAsync(3);
        await using var open = await OpenPage.OpenAsync(site, "?lang=en", before: page => page.Clock.InstallAsync(), app: app);
        var page = open.Page;
        await page.Locator(".r article").Nth(2).Locator("summary").ClickAsync();
        await page.EvaluateAsync("() => { globalThis.before = document.querySelector('main').firstElementChild; }");

        var asked = page.WaitForResponseAsync(response => response.Url.Contains("/api/status", StringComparison.Ordinal));
        await page.Clock.FastForwardAsync(31_000);
        await asked;

        await page.WaitForFunctionAsync("() => !before.isConnected");
        Assert.Equal(1, await page.Locator(".r article").Nth(2).Locator("details[open]").CountAsync());
        Assert.Empty(open.Errors);
    }

    [Fact]
    public async Task The_screenshot_of_the_README_shows_three_regions_and_is_small_enough_to_ship()
    {
        await using var open = await OpenAsync(3, new BrowserNewContextOptions { ViewportSize = new() { Width = 1000, Height = 1000 }, ColorScheme = ColorScheme.Light });

        var picture = await open.Page.ScreenshotAsync();

        Assert.InRange(picture.Length, 10_000, 200_000);
        if (Environment.GetEnvironmentVariable("STATUS_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(Repository.Root, folder, "status.png"), picture, TestContext.Current.CancellationToken);
        }
    }

    private async Task<OpenPage> OpenAsync(int regions, BrowserNewContextOptions options, string query = "?lang=en") =>
        await OpenPage.OpenAsync(site, query, options, app: await fleet.AppAsync(regions));

    private static async Task KeepAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("REGION_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name), FullPage = true });
        }
    }
}
