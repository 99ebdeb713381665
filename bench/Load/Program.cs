using System.Globalization;
using HealthFunction.Load;
using HealthFunction.Load.Apps;
using HealthFunction.Load.Regions;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (Role.Current)
{
    case Role.Stock:
        await StockApp.RunAsync();
        return 0;
    case Role.FunctionsHost:
        await FunctionsHost.RunAsync();
        return 0;
    case Role.Empty:
        await EmptyApp.RunAsync(int.Parse(args[^1], CultureInfo.InvariantCulture));
        return 0;
}

if (LoadOptions.Parse(args) is not { } options)
{
    Console.WriteLine(LoadOptions.Usage);
    return args is ["--help"] or ["-h"] ? 0 : 2;
}

if (options.Regions > 0)
{
    return await RegionsSoak.RunAsync(options.Regions, options.Seed) ? 0 : 1;
}

if (options.Rows > 0)
{
    await ManyRows.RunAsync(options.Rows, Programs.SelfHost);
    return 0;
}

await using var dependencies = new Dependencies();
await dependencies.StartAsync();
Console.WriteLine($"{Environment.ProcessorCount} processors for servers, apps and load together; GET /api/health, {options.Seconds} s each");
if (options.Soak > 0)
{
    await Soak.RunAsync(dependencies, options.Soak, Programs.SelfHost);
    return 0;
}

if (options.Readers > 0)
{
    await new Readers(dependencies, options).RunAsync();
    return 0;
}

if (options.Plans > 0)
{
    await new FrozenPlans(dependencies, options).RunAsync();
    return 0;
}

var reached = new Reached();
for (var run = 0; run < options.Runs; run++)
{
    await new FunctionsComparison(dependencies, options, reached).RunAsync();
    await new WebComparison(dependencies, options, reached).RunAsync();
    if (options.Starts > 0)
    {
        await new ColdStarts(dependencies, options.Starts, reached).RunAsync();
    }
}

reached.Write();

return 0;
