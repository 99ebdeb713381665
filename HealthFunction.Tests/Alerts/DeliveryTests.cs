using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using HealthFunction.Alerts;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Tests.Alerts;

public sealed class DeliveryTests : IAsyncLifetime
{
    private readonly StoryTime _time = new();
    private Receiver _receiver = null!;

    private IEnumerable<string> Kinds => _receiver.All.Select(r => r.Kind);

    public async ValueTask InitializeAsync() => _receiver = await Receiver.StartAsync();

    public async ValueTask DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task An_alert_is_one_post_with_its_id()
    {
        using var alerter = new AlerterHarness(_receiver.Url, _time);
        await alerter.PlayAsync("UDDDDD");
        var received = Assert.Single(_receiver.All);
        Assert.Equal(("POST", "/hook/secret-of-the-webhook", "down"), (received.Method, received.Path, received.Kind));
        Assert.Equal(received.Body["id"]!.GetValue<string>(), received.Id);
        Assert.Equal("application/json; charset=utf-8", received.Headers["Content-Type"]);
        Assert.Equal("HealthFunction", received.Headers["User-Agent"]);
        Assert.DoesNotContain("traceparent", received.Headers.Keys);
        Assert.Empty(alerter.Book.State.Waiting);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(302)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(410)]
    public async Task A_failed_message_is_sent_again_until_it_is_delivered(int status)
    {
        using var alerter = new AlerterHarness(_receiver.Url, _time);
        _receiver.Answer(Receiver.Status(status), Receiver.Status(status, h => h.Location = "/elsewhere"));
        await alerter.PlayAsync("DDDDDDDD");
        Assert.Equal(3, _receiver.All.Count);
        Assert.Single(_receiver.All.Select(r => r.Id).Distinct());
        Assert.All(_receiver.All, r => Assert.Equal("/hook/secret-of-the-webhook", r.Path));
        Assert.Empty(alerter.Book.State.Waiting);
        var (level, text) = alerter.Log.Entries[0];
        Assert.Equal(status is 302 or 401 or 404 or 410 ? LogLevel.Error : LogLevel.Warning, level);
        Assert.Contains($"could not be delivered: unexpected status {status} (attempt 1)", text, StringComparison.Ordinal);
        Assert.Contains("was delivered (attempt 3)", alerter.Log.Entries[^1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    [InlineData(415)]
    [InlineData(422)]
    public async Task A_message_that_is_rejected_permanently_is_abandoned_with_an_error_and_delays_no_other(int status)
    {
        using var alerter = new AlerterHarness(_receiver.Url, _time);
        _receiver.Answer(Receiver.Status(status));
        await alerter.PlayAsync("DDDUU");
        Assert.Equal(["down", "resolved"], Kinds);
        var (_, text) = Assert.Single(alerter.Log.Entries, e => e.Level == LogLevel.Error);
        Assert.Contains($"is abandoned: unexpected status {status}", text, StringComparison.Ordinal);
        Assert.Contains("DOWN: test. It has not been UP since", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_at_a_receiver_that_hangs_is_abandoned_and_repeated()
    {
        using var alerter = new AlerterHarness(_receiver.Url, _time);
        var asked = new TaskCompletionSource<bool>();
        _receiver.Answer(Receiver.Silence(asked));
        await alerter.PlayAsync("DDDD");
        Assert.True(await asked.Task);
        Assert.Equal(2, _receiver.All.Count);
        Assert.Contains("could not be delivered: timed out after 500 ms", alerter.Log.Entries[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_that_refuses_connections_gets_the_messages_later_in_their_order()
    {
        var url = _receiver.Url;
        await _receiver.DisposeAsync();
        using var alerter = new AlerterHarness(url, _time);
        await alerter.PlayAsync("DDDUUUDDD");
        Assert.Equal("D2 U4 D8", Story.Reported(alerter.Book.State));
        Assert.Contains("could not be delivered: connection refused (attempt 1)", alerter.Log.Entries[0].Text, StringComparison.Ordinal);

        _receiver = await Receiver.StartAsync(url.Port);
        await alerter.PlayAsync("DD", from: 40);
        Assert.Equal(["down", "resolved", "down"], Kinds);
    }

    [Fact]
    public async Task Nothing_overtakes_a_message_that_waits()
    {
        using var alerter = new AlerterHarness(_receiver.Url, _time);
        _receiver.Usual = Receiver.Status(500);
        await alerter.PlayAsync("DDDUUDDDUU");
        Assert.All(Kinds, kind => Assert.Equal("down", kind));
        Assert.Single(_receiver.All.Select(r => r.Id).Distinct());
        var before = _receiver.All.Count;

        _receiver.Usual = Receiver.Status(200);
        await alerter.PlayAsync("UUUUUUUUUUUUUUUU", from: 30);
        Assert.Equal(["down", "resolved", "down", "resolved"], Kinds.Skip(before));
        Assert.Equal(4, _receiver.All.Select(r => r.Id).Distinct().Count());
    }

    [Theory]
    [InlineData(429, "600")]
    [InlineData(503, "600")]
    [InlineData(503, "Sat, 14 Mar 2026 12:12:00 GMT")]
    public async Task A_receiver_that_sends_Retry_After_gets_its_pause(int status, string retryAfter)
    {
        using var alerter = new AlerterHarness(_receiver.Url, _time);
        _receiver.Answer(Receiver.Status(status, h => h.RetryAfter = retryAfter));
        await alerter.PlayAsync("DDD" + "DDDDDDDDD");
        Assert.Single(_receiver.All);
        await alerter.PlayAsync("DD", from: 12);
        Assert.Equal(2, _receiver.All.Count);
    }

    [Fact]
    public async Task A_pause_of_years_is_cut_to_an_hour()
    {
        using var alerter = new AlerterHarness(_receiver.Url, _time);
        _receiver.Answer(Receiver.Status(429, h => h.RetryAfter = "99999999"));
        await alerter.PlayAsync("DDD");
        await alerter.PlayAsync("D", from: 61);
        Assert.Single(_receiver.All);
        await alerter.PlayAsync("D", from: 63);
        Assert.Equal(2, _receiver.All.Count);
    }

    [Fact]
    public async Task A_message_that_cannot_be_delivered_for_a_day_is_abandoned_with_an_error_and_the_log_is_not_flooded()
    {
        using var alerter = new AlerterHarness(_receiver.Url, _time, rule: Story.Rule with { Reminder = TimeSpan.Zero });
        _receiver.Usual = Receiver.Status(500);
        await alerter.PlayAsync(new string('D', 1500));

        // Once the pauses have grown: at most every 15 minutes, at least every 7.5.
        Assert.InRange(_receiver.All.Count, 96, 240);
        var errors = alerter.Log.Entries.Where(e => e.Level == LogLevel.Error).ToList();
        Assert.Contains("down", _receiver.All[0].Id, StringComparison.Ordinal);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"is abandoned: unexpected status 500 (attempt {_receiver.All.Count}, waiting since 2026-03-14T12:02:00"),
            Assert.Single(errors).Text,
            StringComparison.Ordinal);
        Assert.InRange(alerter.Log.Entries.Count, 2, 10);
        Assert.Empty(alerter.Book.State.Waiting);
    }

    [Fact]
    public async Task Of_too_many_waiting_messages_the_oldest_are_lost_and_that_is_logged()
    {
        using var alerter = new AlerterHarness(_receiver.Url, _time, rule: new AlertRule(1, 1, TimeSpan.Zero));
        _receiver.Usual = Receiver.Status(500);
        await alerter.PlayAsync(string.Concat(Enumerable.Repeat("DU", 26)));
        Assert.Equal(AlertBook.MaxWaiting, alerter.Book.State.Waiting.Count);
        Assert.Equal(2, alerter.Log.Entries.Count(e => e.Level == LogLevel.Error && e.Text.Contains("more than 50 wait", StringComparison.Ordinal)));
        Assert.Equal("D2", Story.Reported(alerter.Book.State.Waiting[0].Message));
    }

    [Fact]
    public async Task An_endless_answer_is_not_read()
    {
        using var alerter = new AlerterHarness(_receiver.Url, _time);
        var over = new TaskCompletionSource();
        _receiver.Answer(async context =>
        {
            var line = new byte[8192];
            try
            {
                while (true)
                {
                    await context.Response.Body.WriteAsync(line, context.RequestAborted);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                over.SetResult();
            }
        });
        await alerter.PlayAsync("DDD");
        Assert.Single(_receiver.All);
        Assert.Empty(alerter.Book.State.Waiting);
        await over.Task;
    }

    [Fact]
    public async Task The_log_does_not_show_the_webhook()
    {
        using var alerter = new AlerterHarness(_receiver.Url, _time);
        _receiver.Answer(Receiver.Status(404), Receiver.Status(500), context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await alerter.PlayAsync("DDDDDDDDDD");
        Assert.NotEmpty(alerter.Log.Entries);
        Assert.All(alerter.Log.Entries, e => Assert.DoesNotContain("secret-of-the-webhook", e.Text, StringComparison.Ordinal));
        Assert.All(alerter.Log.Entries, e => Assert.DoesNotContain(_receiver.Url.Authority, e.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_trace_of_a_request_contains_the_webhook()
    {
        var traced = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "System.Net.Http",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => traced.Enqueue(string.Join(' ', activity.TagObjects)),
        };
        ActivitySource.AddActivityListener(listener);
        using var client = new HttpClient();
        using var content = new StringContent("{\"kind\": \"control\"}");
        using var response = await client.PostAsync(new Uri(_receiver.Url, "/control"), content, TestContext.Current.CancellationToken);
        using var alerter = new AlerterHarness(_receiver.Url, _time);
        await alerter.PlayAsync("DDD");
        Assert.Equal(["control", "down"], Kinds);
        Assert.Contains(traced, tags => tags.Contains($"{_receiver.Url.Authority}/control", StringComparison.Ordinal));
        Assert.DoesNotContain(traced, tags => tags.Contains($"{_receiver.Url.Authority}/hook", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, null, 0, 5)]
    [InlineData(1, null, 1, 10)]
    [InlineData(2, null, 1, 20)]
    [InlineData(4, null, 0, 40)]
    [InlineData(20, null, 1, 900)]
    [InlineData(int.MaxValue, null, 0, 450)]
    [InlineData(1, 60, 1, 60)]
    [InlineData(1, 100000, 1, 3600)]
    [InlineData(1, -5, 1, 10)]
    public void Pauses_double_up_to_a_quarter_of_an_hour_with_half_of_them_left_to_chance(int attempts, int? asked, double chance, double seconds) =>
        Assert.Equal(seconds, Backoff.Pause(attempts, asked is { } s ? TimeSpan.FromSeconds(s) : null, chance).TotalSeconds, 3);
}
