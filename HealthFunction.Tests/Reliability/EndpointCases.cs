using System.Net.Security;
using Microsoft.AspNetCore.Http;

namespace HealthFunction.Tests.Reliability;

/// <summary>Answers that are wrong though their status is 200, and certificates of either side.</summary>
internal static class EndpointCases
{
    private const string Body = "unexpected body";
    private const string Header = "unexpected header";
    private const string Json = "unexpected JSON";
    private const string TooLong = "body too long";

    public static IEnumerable<MatrixCase> All =>
    [
        Answered(EndpointTopology.Text, "200 with the page of an error", Body, Says("<html>Sorry, something went wrong</html>")),
        Answered(EndpointTopology.Text, "200 without a body", Body, _ => Task.CompletedTask),
        Answered(EndpointTopology.Text, "endless body", TooLong, EndlessAsync),
        Answered(EndpointTopology.Text, "body of 100 MB", TooLong, HugeAsync),
        Answered(EndpointTopology.Text, "body that stops in the middle", MatrixCases.TimedOut, StopsAsync),
        Answered(EndpointTopology.Text, "body that is cut off", "connection lost", CutOffAsync),
        Answered(EndpointTopology.Pattern, "body does not match", Body, Says("all is lost")),
        Answered(EndpointTopology.Header, "header of another value", Header, Says("all is well", "standby")),
        Answered(EndpointTopology.Header, "header missing", Header, Says("all is well")),
        Answered(EndpointTopology.Json, "JSON with another value", Json, Says("""{"parts":[{"status":"DOWN"}]}""")),
        Answered(EndpointTopology.Json, "JSON without the value", Json, Says("""{"parts":[]}""")),
        Answered(EndpointTopology.Json, "no JSON", Json, Says("<html>UP</html>")),
        .. TopologyCases.BadCertificates.Append(TopologyCases.Ending).Select(bad => Secured(
            EndpointTopology.Mutual,
            bad.Fault,
            bad == TopologyCases.Ending ? [] : [TopologyCases.TlsFailure],
            topology => new() { ServerCertificate = bad.Make(topology.Certificates) })),
        // Kestrel closes the connection of such a client and says nothing.
        Secured(EndpointTopology.Mutual, "the client's certificate no longer accepted", [TopologyCases.TlsFailure, "connection lost"], topology => topology.Demanding("another")),
        Secured(EndpointTopology.Bare, TopologyCases.NoClientCertificate, [TopologyCases.TlsFailure, "connection lost"], topology => topology.Demanding("another")),
    ];

    private static RequestDelegate Says(string body, string? role = null) => context =>
    {
        if (role is not null)
        {
            context.Response.Headers["X-Role"] = role;
        }

        return context.Response.WriteAsync(body);
    };

    private static async Task EndlessAsync(HttpContext context)
    {
        await context.Response.WriteAsync("all is well");
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync(new byte[8192], context.RequestAborted);
        }
    }

    private static Task HugeAsync(HttpContext context)
    {
        context.Response.ContentLength = 100_000_000;
        return EndlessAsync(context);
    }

    private static async Task StopsAsync(HttpContext context)
    {
        await context.Response.WriteAsync("all is well");
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
    }

    private static async Task CutOffAsync(HttpContext context)
    {
        await context.Response.WriteAsync("all is well");
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }

    private static MatrixCase Answered(string check, string fault, string error, RequestDelegate answer) => new(check, fault)
    {
        InEndpointTopology = true,
        Errors = [error],
        Begin = async matrix => (await matrix.EndpointTopologyAsync()).Answer(check, answer),
        End = async matrix => (await matrix.EndpointTopologyAsync()).Answer(check, null),
    };

    private static MatrixCase Secured(
        string check, string fault, IReadOnlyList<string> errors, Func<EndpointTopology, SslServerAuthenticationOptions> tls) => new(check, fault)
        {
            InEndpointTopology = true,
            Errors = errors,
            Begin = async matrix =>
            {
                var topology = await matrix.EndpointTopologyAsync();
                topology.Secure(check, tls(topology));
            },
            End = async matrix => (await matrix.EndpointTopologyAsync()).Secure(check, null),
        };
}
