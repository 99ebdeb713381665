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
    private readonly AccessGate _gate;
    private readonly IServiceProvider _services;
    private readonly TimeProvider _time;
    private readonly LogPace _failures;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, IRouteAnswers> _answers = new(StringComparer.Ordinal);

    public HttpSurface(AccessGate gate, IServiceProvider services, TimeProvider time, ILogger<HttpSurface> logger)
    {
        (_gate, _services, _time, _logger) = (gate, services, time, logger);
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

        return method.Equals("OPTIONS", StringComparison.OrdinalIgnoreCase)
            ? await OptionsAsync(route, request).ConfigureAwait(false)
            : Problem.MethodNotAllowed(method, Route.Methods);
    }

    private static HttpAnswer Allow(int status) => new(status) { Headers = [new("Allow", Route.Methods)] };

    private async ValueTask<HttpAnswer> OptionsAsync(Route route, SurfaceRequest request) =>
        Allow(route.OptionsHasStatus ? (await GetAsync(route, request).ConfigureAwait(false)).Status : 200);

    private async ValueTask<HttpAnswer> GetAsync(Route route, SurfaceRequest request)
    {
        try
        {
            // When a caller disconnects, only its own call ends, not a run that others may share.
            var answering = AnswersOf(route).GetAsync(request);
            var answer = answering.IsCompletedSuccessfully
                ? answering.Result
                : await answering.AsTask().WaitAsync(request.CallerGone).ConfigureAwait(false);
            answer = answer.UnlessMatched(request.Header("If-None-Match"));
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
            if (_failures.TryTake(out var skipped))
            {
                SurfaceLog.Failed(_logger, e, route.Name, skipped);
            }

            return route.Failed();
        }
    }

    private IRouteAnswers AnswersOf(Route route) =>
        _answers.GetOrAdd(route.Name, static (_, s) => s.Route.Answers(s.Surface._services, s.Surface._time), (Surface: this, Route: route));
}
