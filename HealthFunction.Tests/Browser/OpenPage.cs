using HealthFunction.Testing;
using Microsoft.Playwright;

namespace HealthFunction.Tests.Browser;

/// <summary>A page in its own browser context, with its errors and its requests.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    private OpenPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Errors.Add(message.Text);
            }
        };
        page.PageError += (_, error) => Errors.Add(error);
        page.Request += (_, request) => Requests.Add(request.Url);
    }

    public IPage Page { get; }

    /// <summary>Errors of scripts, violations of the content security policy, and failed requests.</summary>
    public List<string> Errors { get; } = [];

    public List<string> Requests { get; } = [];

    public static async Task<OpenPage> OpenAsync(StatusSite site, string query = "", BrowserNewContextOptions? options = null, Func<IPage, Task>? before = null, AppProcess? app = null)
    {
        options ??= new BrowserNewContextOptions();
        options.BaseURL = (app ?? site.App).Address.ToString();
        var context = await site.Browser.NewContextAsync(options);
        var open = new OpenPage(context, await context.NewPageAsync());
        if (before is not null)
        {
            await before(open.Page);
        }

        await open.Page.GotoAsync($"api/status{query}");
        return open;
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
