using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using HealthFunction.Micro;

if (args is ["--help" or "-h"])
{
    Console.WriteLine("""
        Usage: dotnet run -c Release --project HealthFunction.Micro [-- --short | --filter PATTERN…]

        Measures time and allocation of the parts that every request or recording passes through.

          --short            calls every benchmark once, to see that it works; its figures mean nothing
          --filter PATTERN   only those whose name matches, such as *Runner*
          --help             this text
        """);
    return 0;
}

var isShort = args is ["--short"];

// In this process: a project that BenchmarkDotNet generates would restore the packages again.
var job = (isShort ? Job.Dry : Job.Default.WithWarmupCount(6).WithIterationCount(12)).WithToolchain(InProcessEmitToolchain.Instance);
var config = ManualConfig.CreateEmpty()
    .AddJob(job)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddLogger(isShort ? NullLogger.Instance : ConsoleLogger.Default)
    .AddExporter(MarkdownExporter.GitHub)
    .WithOptions(isShort ? ConfigOptions.DisableOptimizationsValidator | ConfigOptions.DisableLogFile : ConfigOptions.DisableLogFile);

var summaries = BenchmarkSwitcher.FromAssembly(typeof(InstantCheck).Assembly)
    .Run(isShort ? ["--filter", "*"] : args is [] ? ["--filter", "*"] : args, config)
    .ToList();
var ran = summaries.SelectMany(s => s.Reports).ToList();
var failed = ran.Where(r => !r.Success).Select(r => r.BenchmarkCase.DisplayInfo).Concat(summaries.SelectMany(s => s.ValidationErrors).Where(e => e.IsCritical).Select(e => e.Message)).ToList();
failed.ForEach(f => Console.Error.WriteLine($"error: {f}"));
Console.WriteLine($"{ran.Count} benchmarks ran, {failed.Count} failed.");
return ran.Count > 0 && failed.Count == 0 ? 0 : 1;
