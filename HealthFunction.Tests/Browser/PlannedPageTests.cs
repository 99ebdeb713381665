using HealthFunction.Testing;
using Microsoft.Playwright;

namespace HealthFunction.Tests.Browser;

/// <summary>The page of a deployment that is out of rotation, with current and future maintenance.</summary>
[Collection(BrowserTests.Name)]
public sealed class PlannedPageTests(StatusSite site, SharedServers servers)
{
    private const string Reason = "database upgrade <b>CHG-1234</b>, back at 02:00 UTC";

    [Theory]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 390)]
    [InlineData(ColorScheme.Light, 1280)]
    public async Task It_shows_the_reason_and_the_windows_and_no_outage(ColorScheme scheme, int width)
    {
        await using var app = await StartAsync();
        await using var open = await OpenPage.OpenAsync(
            site, "?lang=en", new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 } }, app: app);
        var page = open.Page;

        Assert.Equal($"Out of rotation: {Reason}", await page.TextContentAsync("h1"));
        Assert.Equal(await page.TextContentAsync("h1"), await page.TitleAsync());
        Assert.Equal(["Drained", "All checks are up"], (await page.Locator("header p").AllTextContentsAsync()).Take(2));
        var banners = await page.Locator("p.w.m").AllTextContentsAsync();
        Assert.Equal(2, banners.Count);
        Assert.StartsWith("Planned maintenance until ", banners[0], StringComparison.Ordinal);
        Assert.Matches(@"^Planned maintenance from \d+ \w+ \d\d:\d\d UTC to \d+ \w+ \d\d:\d\d UTC$", banners[1]);
        Assert.Equal(1, await page.Locator("article").CountAsync());
        Assert.Equal(0, await page.Locator("main .f, main .d").CountAsync());

        Assert.Empty(await Axe.ViolationsAsync(page));
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
        Assert.Empty(open.Errors);
        await KeepAsync(page, $"planned-{scheme}-{width}.png");
    }

    [Fact]
    public async Task Planned_days_are_distinguished_without_colour_in_the_row_and_in_the_legend()
    {
        await using var open = await OpenPage.OpenAsync(site, "?lang=en");
        var page = open.Page;

        async Task<string> Background(string selector) =>
            await page.EvaluateAsync<string>($"() => getComputedStyle(document.querySelector('{selector}'), {(selector.StartsWith(".l", StringComparison.Ordinal) ? "'::before'" : "null")}).backgroundImage");

        Assert.Contains("repeating-linear-gradient(0deg", await Background("ol li.m"), StringComparison.Ordinal);
        Assert.Equal(await Background("ol li.m"), await Background(".l .m"));
        Assert.Equal("planned downtime", await page.TextContentAsync(".l .m"));
        await Assertions.Expect(page.Locator($"article[id=\"{OutagePattern.Check}\"] summary")).ToContainTextAsync(" planned");
        await KeepAsync(page, "planned-days.png");
    }

    private async Task<AppProcess> StartAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var next = now.AddDays(9);
        return await AppProcess.StartAsync(new Dictionary<string, string?>
        {
            ["Health__Timeout"] = "00:00:10",
            ["Health__Databases__default"] = (await servers.PostgresAsync()).ConnectionString(),
            ["Health__Drain"] = Reason,
            ["Health__Maintenance"] = $"{now:yyyy-MM-dd'T'HH:mm'Z'}/{now.AddHours(2):yyyy-MM-dd'T'HH:mm'Z'},{next:yyyy-MM-dd'T'HH:mm'Z'}/{next.AddHours(4):yyyy-MM-dd'T'HH:mm'Z'}",
        });
    }

    private static async Task KeepAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("PLANNED_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name), FullPage = true });
        }
    }
}
