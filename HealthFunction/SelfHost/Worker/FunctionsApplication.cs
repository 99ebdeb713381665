using HealthFunction.SelfHost;

namespace Microsoft.Azure.Functions.Worker.Builder;

public static class FunctionsApplication
{
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        var surroundings = HostSurroundings.OfThisProcess();
        return surroundings.Guard(() => new FunctionsApplicationBuilder(args, surroundings));
    }

    internal static FunctionsApplicationBuilder CreateBuilder(string[] args, HostSurroundings surroundings) => new(args, surroundings);
}
