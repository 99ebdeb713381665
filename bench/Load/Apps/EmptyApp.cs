using System.Collections;
using HealthFunction.SelfHost;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace HealthFunction.Load.Apps;

/// <summary>The self-host with one function that does nothing: what any app on this host pays for its start.</summary>
internal static class EmptyApp
{
    public static async Task RunAsync(string[] arguments)
    {
        var surroundings = new HostSurroundings
        {
            Folder = AppContext.BaseDirectory,
            Types = [typeof(EmptyFunction)],
            Output = Console.Out,
            Error = Console.Error,
            Environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .ToDictionary(variable => (string)variable.Key, variable => (string)variable.Value!),
        };
        await FunctionsApplication.CreateBuilder(arguments, surroundings).Build().RunAsync();
    }
}
