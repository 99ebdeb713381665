using HealthFunction.History.Days;
using HealthFunction.History.Recent;
using HealthFunction.Http;
using HealthFunction.Surface;
using HealthFunction.Tests.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace HealthFunction.Tests.Formats.Status;

/// <summary>How often the page is written.</summary>
public sealed class StatusAnswersTests
{
    [Fact]
    public async Task While_there_is_nothing_new_to_show_a_page_is_written_once_for_each_language_and_kept_once()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("Health:MaxAge", "00:10:00")]);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddHealthFunctionCore();
        using var host = builder.Build();
        var surface = host.Services.GetRequiredService<HttpSurface>();
        var (english, german) = (await AskAsync("en"), await AskAsync("de"));

        for (var i = 0; i < 20; i++)
        {
            time.Advance(TimeSpan.FromSeconds(25));
            Assert.Same(english, await AskAsync("en"));
            Assert.Same(german, await AskAsync("de"));
        }

        time.Advance(TimeSpan.FromMinutes(10));
        Assert.NotSame(english, await AskAsync("en"));

        async Task<HttpAnswer> AskAsync(string language) => await surface.AnswerAsync(Routes.Status, new StubRequest($"lang={language}"));
    }

    [Fact]
    public void Views_without_news_look_alike_and_others_do_not()
    {
        var view = Pages.History(["database.a"], (_, _, series) => Pages.Fill(series, 0, 1440, MinuteState.Up));
        var other = Pages.History(["database.a"], (_, _, series) => Pages.Fill(series, 0, 1440, MinuteState.Up));
        var later = Pages.Now.AddMinutes(1);

        Assert.True(view.AsOld().ShowsAs(view.AsOld()));
        Assert.True(HistoryView.Without(HistoryState.Unavailable, Pages.Now).ShowsAs(HistoryView.Without(HistoryState.Unavailable, later)));
        Assert.False(view.ShowsAs(view.AsOld()));
        Assert.False(view.ShowsAs(other));
        Assert.False(HistoryView.Without(HistoryState.Unavailable, later).ShowsAs(HistoryView.Without(HistoryState.Empty, later)));
    }
}
