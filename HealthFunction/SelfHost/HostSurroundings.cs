using System.Collections;
using System.Reflection;

namespace HealthFunction.SelfHost;

/// <summary>What the host takes from the process it runs in; tests bring their own.</summary>
internal sealed record HostSurroundings
{
    /// <summary>Where host.json and local.settings.json lie.</summary>
    public required string Folder { get; init; }

    /// <summary>The types whose methods are looked through for functions.</summary>
    public required IReadOnlyCollection<Type> Types { get; init; }

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Whether this process is the host's own, so that the host may end it and add to its environment variables.</summary>
    public bool OwnsProcess { get; init; }

    public static HostSurroundings OfThisProcess()
    {
        var app = typeof(HostSurroundings).Assembly;
        return new HostSurroundings
        {
            Folder = AppContext.BaseDirectory,
            // Functions have to be public, and loading the other types too would load the libraries that only some settings need.
            Types = app.GetExportedTypes(),
            Output = Console.Out,
            Error = Console.Error,
            Environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .ToDictionary(variable => (string)variable.Key, variable => (string)variable.Value!),
            OwnsProcess = Assembly.GetEntryAssembly() == app,
        };
    }

    /// <summary>
    /// Ends the process with the fault's line and exit code. The text of Program.cs is the same for both hosts, so it cannot know
    /// this host's exceptions.
    /// </summary>
    public T Guard<T>(Func<T> start)
    {
        try
        {
            return start();
        }
        catch (StartupException fault) when (OwnsProcess)
        {
            throw Exit(fault);
        }
    }

    public StartupException Exit(StartupException fault)
    {
        if (OwnsProcess)
        {
            (fault.ExitCode == 0 ? Output : Error).WriteLine(fault.Message);
            System.Environment.Exit(fault.ExitCode);
        }

        return fault;
    }
}
