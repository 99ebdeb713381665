using HealthFunction.Http;
using HealthFunction.Surface;
using HealthFunction.Tests.Http;
using Microsoft.Extensions.Time.Testing;

namespace HealthFunction.Tests.Surface;

/// <summary>The bounds of every route but the verdict.</summary>
public sealed class BoundedAnswersTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Requests_with_one_question_share_one_computation_and_one_body()
    {
        var route = new HeldRoute();
        var answers = Answers(route, new RouteBounds { MaxWaiting = 1000 });

        var waiting = Enumerable.Range(0, 300).Select(_ => Ask(answers, "a")).ToList();
        await route.ReachedAsync(1);
        route.Release("a");

        var answered = await Task.WhenAll(waiting);
        Assert.All(answered, a => Assert.Same(answered[0], a));
        Assert.Equal(1, route.Computed);
    }

    [Fact]
    public async Task Few_questions_are_computed_at_once_and_the_others_in_the_order_in_which_they_came()
    {
        var route = new HeldRoute();
        var answers = Answers(route, new RouteBounds { MaxAtOnce = 2 });
        var waiting = "abcd".Select(key => Ask(answers, $"{key}")).ToList();

        await route.ReachedAsync(2);
        Assert.Equal(["a", "b"], route.Reached.Order());
        route.Release("b");
        await waiting[1];
        await route.ReachedAsync(3);
        Assert.Contains("c", route.Reached);
        Assert.DoesNotContain("d", route.Reached);

        route.Release("a");
        route.Release("c");
        route.Release("d");
        await Task.WhenAll(waiting);
        Assert.Equal(2, route.MaxAtOnce);
    }

    [Fact]
    public async Task When_too_many_wait_the_next_gets_Retry_After_and_those_that_wait_are_answered()
    {
        var route = new HeldRoute();
        var answers = Answers(route, new RouteBounds { MaxAtOnce = 1, MaxWaiting = 3 });
        var waiting = "aab".Select(key => Ask(answers, $"{key}")).ToList();

        var refused = await Ask(answers, "c");

        Assert.Equal((503, "application/problem+json"), (refused.Status, refused.ContentType));
        Assert.Equal("2", refused.Headers.Single(h => h.Key == "Retry-After").Value);
        route.Release("a");
        route.Release("b");
        Assert.All(await Task.WhenAll(waiting), a => Assert.Equal(200, a.Status));
        Assert.Equal(200, (await Asking(answers, route, "c")).Status);
    }

    [Fact]
    public async Task A_request_that_has_waited_too_long_gets_Retry_After()
    {
        var route = new HeldRoute();
        var answers = Answers(route, new RouteBounds { MaxAtOnce = 1 });
        var (first, second) = (Ask(answers, "a"), Ask(answers, "b"));
        await route.ReachedAsync(1);

        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal([503, 503], (await Task.WhenAll(first, second)).Select(a => a.Status));
        route.Release("a");
        Assert.Equal(200, (await Asking(answers, route, "c")).Status);
        Assert.DoesNotContain("b", route.Reached);
    }

    [Fact]
    public async Task A_computation_without_waiting_callers_is_cancelled_or_not_started()
    {
        var route = new HeldRoute();
        var answers = Answers(route, new RouteBounds { MaxAtOnce = 1 });
        using var gone = new CancellationTokenSource();
        var (first, second) = (Ask(answers, "a", gone.Token), Ask(answers, "b", gone.Token));
        await route.ReachedAsync(1);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);

        Assert.Equal(200, (await Asking(answers, route, "c")).Status);
        Assert.Equal(["a", "c"], route.Reached);
    }

    [Fact]
    public async Task A_caller_that_disconnects_does_not_affect_those_that_share_its_question()
    {
        var route = new HeldRoute();
        var answers = Answers(route, new RouteBounds());
        using var gone = new CancellationTokenSource();
        var (first, second) = (Ask(answers, "a", gone.Token), Ask(answers, "a"));
        await route.ReachedAsync(1);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        route.Release("a");

        Assert.Equal(200, (await second).Status);
    }

    [Fact]
    public async Task An_answer_is_kept_for_as_long_as_its_route_says_and_a_failure_is_not()
    {
        var route = new HeldRoute();
        var answers = Answers(route, new RouteBounds { KeptFor = TimeSpan.FromSeconds(20) });
        var first = await Asking(answers, route, "a");

        _time.Advance(TimeSpan.FromSeconds(19));
        Assert.Same(first, await Ask(answers, "a"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotSame(first, await Asking(answers, route, "a"));

        route.Status = 503;
        Assert.Equal(503, (await Asking(answers, route, "b")).Status);
        route.Status = 200;
        Assert.Equal(200, (await Asking(answers, route, "b")).Status);
    }

    [Fact]
    public async Task What_is_kept_is_bounded_in_number_and_in_bytes()
    {
        var route = new HeldRoute { Length = 1000 };
        var answers = Answers(route, new RouteBounds { KeptFor = TimeSpan.FromHours(1), MaxKept = 5, MaxKeptBytes = 3500 });
        for (var i = 0; i < 10; i++)
        {
            await Asking(answers, route, $"{i}");
        }

        foreach (var kept in new[] { "7", "8", "9" })
        {
            await Ask(answers, kept);
        }

        Assert.Equal(10, route.Computed);
        await Asking(answers, route, "6");
        Assert.Equal(11, route.Computed);
        route.Length = 4000;
        await Asking(answers, route, "large");
        await Asking(answers, route, "large");
        Assert.Equal(13, route.Computed);
    }

    [Fact]
    public async Task A_computation_that_fails_fails_those_that_waited_for_it_and_no_later_ones()
    {
        var route = new HeldRoute();
        var answers = Answers(route, new RouteBounds { MaxAtOnce = 1 });
        var failing = Ask(answers, "a");
        await route.ReachedAsync(1);
        route.Fail("a");

        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        Assert.Equal(200, (await Asking(answers, route, "a")).Status);
    }

    [Fact]
    public void Every_route_but_the_verdict_has_bounds_and_what_reads_history_is_kept()
    {
        Assert.All(Routes.All.Except([Routes.Health]), r => Assert.NotNull(r.Bounds));
        Assert.Null(Routes.Health.Bounds);
        Assert.All([Routes.History, Routes.Uptime, Routes.Fleet], r => Assert.Equal((1, TimeSpan.FromSeconds(20)), (r.Bounds!.MaxAtOnce, r.Bounds.KeptFor)));
    }

    private BoundedAnswers Answers(HeldRoute route, RouteBounds bounds) => new(route, bounds, _time);

    private static Task<HttpAnswer> Ask(BoundedAnswers answers, string key, CancellationToken callerGone = default) =>
        answers.GetAsync(new StubRequest(pathValue: key) { Gone = callerGone }).AsTask().WaitAsync(Patience.Token);

    private static async Task<HttpAnswer> Asking(BoundedAnswers answers, HeldRoute route, string key)
    {
        var asking = Ask(answers, key);
        route.Release(key);
        return await asking;
    }
}
