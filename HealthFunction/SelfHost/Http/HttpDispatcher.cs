using HealthFunction.SelfHost.Discovery;
using HealthFunction.SelfHost.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HealthFunction.SelfHost.Http;

/// <summary>The end of the pipeline: runs the function that routing picked and writes its answer.</summary>
internal sealed class HttpDispatcher(
    HostSettings settings, IServiceScopeFactory scopes, TimeProvider time, ILogger<HttpDispatcher> logger)
{
    public const long MaxRequestBody = 10 * 1024 * 1024;

    private readonly RequestThrottle? _throttle = RequestThrottle.From(settings);

    public Task InvokeAsync(HttpContext http)
    {
        // Set before the function's own headers, so that those win.
        foreach (var (name, value) in settings.CustomHeaders)
        {
            http.Response.Headers[name] = value;
        }

        // Routing answers a method that no function takes with an endpoint of its own, a 405; the real host answers 404.
        var endpoint = http.GetEndpoint()?.Metadata;
        if (endpoint?.GetMetadata<HttpFunction>() is not { } function)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return endpoint?.GetMetadata<AdminEndpoint>()?.InvokeAsync(http) ?? Task.CompletedTask;
        }

        if (http.Request.ContentLength > MaxRequestBody)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return Task.CompletedTask;
        }

        return _throttle is null ? RunAsync(http, function) : ThrottleAsync(_throttle, http, function);
    }

    private async Task ThrottleAsync(RequestThrottle throttle, HttpContext http, HttpFunction function)
    {
        if (!throttle.TryQueue())
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }

        try
        {
            await throttle.EnterAsync(http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            throttle.LeaveQueue();
            return;
        }

        try
        {
            await RunAsync(http, function);
        }
        finally
        {
            throttle.Exit();
            throttle.LeaveQueue();
        }
    }

    private async Task RunAsync(HttpContext http, HttpFunction function)
    {
        var invocation = new HttpInvocation(function.Descriptor, scopes, http);
        Task<HttpResponseData?>? run = null;
        try
        {
            run = function.Descriptor.Run(invocation);
            if (!run.IsCompleted)
            {
                await run.WaitAsync(settings.FunctionTimeout, time);
            }

            await ResponseWriter.WriteAsync(http, await run);
        }
        catch (TimeoutException) when (run is { IsCompleted: false })
        {
            logger.TimedOut(function.Descriptor.Name, invocation.InvocationId, settings.FunctionTimeout);
            _ = AbandonAsync(run, invocation, function);
            AnswerToFault(http, StatusCodes.Status500InternalServerError);

            // The abandoned function holds this connection's context, which must not serve another request.
            http.Response.Headers.Connection = "close";
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            logger.ClientWentAway(function.Descriptor.Name, invocation.InvocationId);
        }
        catch (BadHttpRequestException fault)
        {
            AnswerToFault(http, fault.StatusCode);
        }
#pragma warning disable CA1031 // Whatever a function throws is its answer.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            logger.Failed(fault, function.Descriptor.Name, invocation.InvocationId);
            AnswerToFault(http, StatusCodes.Status500InternalServerError);
        }
        finally
        {
            if (run is null or { IsCompleted: true })
            {
                await invocation.DisposeAsync();
            }
        }
    }

    private async Task AbandonAsync(Task run, HttpInvocation invocation, HttpFunction function)
    {
        try
        {
            invocation.Expire();
            await run;
        }
#pragma warning disable CA1031 // The run was answered for; nobody else is left to see how it ends.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            logger.AbandonedFailed(fault, function.Descriptor.Name, invocation.InvocationId);
        }

        await invocation.DisposeAsync();
    }

    private void AnswerToFault(HttpContext http, int status)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.Clear();
        foreach (var (name, value) in settings.CustomHeaders)
        {
            http.Response.Headers[name] = value;
        }

        http.Response.StatusCode = status;
    }
}
