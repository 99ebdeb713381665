using System.Net;
using HealthFunction.SelfHost.Discovery;
using HealthFunction.SelfHost.Settings;
using HealthFunction.SelfHost.Timers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HealthFunction.SelfHost;

/// <summary>What Core Tools print once they listen.</summary>
internal static class FunctionListing
{
    public static void Write(TextWriter output, WebApplication app, FoundFunctions functions)
    {
        var prefix = app.Services.GetRequiredService<HostSettings>().RoutePrefix;
        var faults = app.Services.GetRequiredService<TimerService>().Faults;
        var root = Browsable(app.Urls.First());
        output.WriteLine();
        output.WriteLine("Functions:");
        foreach (var function in functions.Http.OrderBy(function => function.Descriptor.Name, StringComparer.OrdinalIgnoreCase))
        {
            var methods = function.Methods is [] ? "" : $"[{string.Join(',', function.Methods)}] ";
            var path = string.Join('/', new[] { root, prefix, function.Route.RawText! }.Where(part => part.Length > 0));
            output.WriteLine();
            output.WriteLine($"\t{function.Descriptor.Name}: {methods}{path}");
        }

        foreach (var function in functions.Timers.OrderBy(function => function.Descriptor.Name, StringComparer.OrdinalIgnoreCase))
        {
            output.WriteLine();
            output.WriteLine($"\t{function.Descriptor.Name}: timerTrigger{Fault(function.Descriptor.Name)}");
        }

        string Fault(string name) => faults.TryGetValue(name, out var fault) ? $" (in error: {fault})" : "";

        output.WriteLine();
        output.WriteLine($"Self-host listening on {root}");
        output.Flush();
    }

    // Nobody can open the address that means every address.
    private static string Browsable(string url)
    {
        var address = new Uri(url);
        return IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any))
            ? $"{address.Scheme}://localhost:{address.Port}"
            : url.TrimEnd('/');
    }
}
