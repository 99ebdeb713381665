using System.Collections.Concurrent;
using HealthFunction.Access;
using HealthFunction.Checks;
using HealthFunction.Http;
using Microsoft.Extensions.Logging;

namespace HealthFunction.Surface;

/// <summary>
/// Answers requests for a host. It decides, for all hosts and routes alike, which callers are admitted, which methods there are, what
/// HEAD and OPTIONS mean, and how much a request may cost. A host passes on every request to a route's path, whatever its method.
/// </summary>
internal sealed class HttpSurface
{
    /// <summary>How many changes are made at once; further ones get 503.</summary>
    private const int MaxChanges = 8;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private readonly AccessGate _gate;
    private readonly ChangeGate _changeGate;
    private readonly IServiceProvider _services;
    private readonly TimeProvider _time;
    private readonly LogPace _failures;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, IRouteAnswers> _answers = new(StringComparer.Ordinal);
    private int _changing;

    public HttpSurface(AccessGate gate, ChangeGate changeGate, IServiceProvider services, TimeProvider time, ILogger<HttpSurface> logger)
    {
        (_gate, _changeGate, _services, _time, _logger) = (gate, changeGate, services, time, logger);
        _failures = new LogPace(time);

        // Long computations must not reduce the number of free pool threads.
        PoolReserve.Ensure("history", Routes.All.Where(r => r.Bounds is { KeptFor.Ticks: > 0 }).Sum(r => r.Bounds!.MaxAtOnce));
    }

    public async ValueTask<HttpAnswer> AnswerAsync(Route route, SurfaceRequest request)
    {
        var isUngated = route.Ungated is { } open && open.Equals(request.PathValue, StringComparison.OrdinalIgnoreCase);
        if (!isUngated && !_gate.Admits(request))
        {
            return new HttpAnswer(403);
        }

        if (RequestBounds.Refuse(request) is { } refused)
        {
            return refused;
        }

        var method = request.Method;
        if (method.Equals("GET", StringComparison.OrdinalIgnoreCase))
        {
            return await GetAsync(route, request).ConfigureAwait(false);
        }

        if (method.Equals("HEAD", StringComparison.OrdinalIgnoreCase))
        {
            var answer = await GetAsync(route, request).ConfigureAwait(false);
            return answer with { OmitsBody = true };
        }

        if (method.Equals("OPTIONS", StringComparison.OrdinalIgnoreCase))
        {
            return await OptionsAsync(route, request).ConfigureAwait(false);
        }

        return route.Changes is { } changes && Route.ChangeMethods.Contains(method, StringComparer.OrdinalIgnoreCase)
            ? await ChangeAsync(route, changes, request).ConfigureAwait(false)
            : Problem.MethodNotAllowed(method, route.Methods);
    }

    private async ValueTask<HttpAnswer> OptionsAsync(Route route, SurfaceRequest request)
    {
        var status = route.OptionsHasStatus ? (await GetAsync(route, request).ConfigureAwait(false)).Status : 200;
        return new HttpAnswer(status) { Headers = [new("Allow", route.Methods)] };
    }

    /// <summary>Makes a change for a caller that may. The others are refused before anything of their request is read.</summary>
    private async ValueTask<HttpAnswer> ChangeAsync(Route route, Func<IServiceProvider, IRouteChanges> changes, SurfaceRequest request)
    {
        if (_changeGate.WhoChanges(request) is not { } by)
        {
            return _changeGate.Refuse(request);
        }

        try
        {
            return Interlocked.Increment(ref _changing) > MaxChanges
                ? Problem.Busy("There are too many changes at once.", RetryAfter)
                : await changes(_services).ChangeAsync(request, by).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (request.CallerGone.IsCancellationRequested)
        {
            return new HttpAnswer(503);
        }
#pragma warning disable CA1031 // As below.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Failed(route, e);
        }
        finally
        {
            Interlocked.Decrement(ref _changing);
        }
    }

    private HttpAnswer Failed(Route route, Exception exception)
    {
        if (_failures.TryTake(out var skipped))
        {
            SurfaceLog.Failed(_logger, exception, route.Name, skipped);
        }

        return route.Failed();
    }

    private async ValueTask<HttpAnswer> GetAsync(Route route, SurfaceRequest request)
    {
        try
        {
            // When a caller disconnects, only its own call ends, not a run that others may share.
            var answering = AnswersOf(route).GetAsync(request);
            var answer = answering.IsCompletedSuccessfully
                ? answering.Result
                : await answering.AsTask().WaitAsync(request.CallerGone).ConfigureAwait(false);
            answer = answer.EncodedFor(request.Header("Accept-Encoding")).UnlessMatched(request.Header("If-None-Match"));
            return _gate.IsSet ? answer.Private() : answer;
        }
        catch (OperationCanceledException) when (request.CallerGone.IsCancellationRequested)
        {
            // The caller is gone; the status only prevents that a disconnect is logged as a failure.
            return new HttpAnswer(503);
        }
#pragma warning disable CA1031 // The one place where whatever goes wrong in a route ends.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Failed(route, e);
        }
    }

    private IRouteAnswers AnswersOf(Route route) =>
        _answers.GetOrAdd(route.Name, static (_, s) => s.Route.Answers(s.Surface._services, s.Surface._time), (Surface: this, Route: route));
}
