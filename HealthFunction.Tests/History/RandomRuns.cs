using CsCheck;
using HealthFunction.Checks;
using HealthFunction.History.Runs;

namespace HealthFunction.Tests.History;

/// <summary>Random runs, close enough together that minutes, days and rows are shared.</summary>
internal static class RandomRuns
{
    private static readonly string[] Errors = ["connection refused", "timed out after 2000 ms", "connection lost", "no credential"];

    private static readonly Gen<Verdict> AnyVerdict = Gen.Frequency(
        (6, Gen.Const(Verdict.Up)), (2, Gen.Const(Verdict.Down)), (1, Gen.Const(Verdict.Unknown)));

    private static readonly Gen<RecordedCheck> Check = Gen.Select(
        Gen.Int[0, 4], AnyVerdict, Gen.Double[0, 30], Gen.Int[0, Errors.Length - 1], Gen.Bool, Gen.Int[0, 3],
        (name, verdict, exponent, error, degraded, age) => new RecordedCheck(
            $"check.{name}", verdict, new TimeSpan((long)Math.Pow(2, exponent)), verdict == Verdict.Up ? null : Errors[error])
        {
            Degraded = degraded && verdict == Verdict.Up ? "slower than 500 ms" : null,
            Age = age == 0 ? TimeSpan.FromMinutes(1) : null,
        });

    private static readonly Gen<RecordedCheck[]> Checks =
        Check.Array[0, 5].Select(checks => checks.DistinctBy(check => check.Name).ToArray());

    private static readonly Gen<PlannedKind> Planned = Gen.Frequency(
        (2, Gen.Const(PlannedKind.None)), (1, Gen.Const(PlannedKind.Drained)), (2, Gen.Const(PlannedKind.Maintenance)));

    /// <summary>Runs whose times differ, within two days and often within one minute, around a midnight.</summary>
    public static Gen<RecordedRun[]> Of(int max) =>
        Gen.Select(Gen.Int[-3000, 3000], Gen.Int[0, 3], Checks, Planned, (minute, quarter, checks, planned) => At(minute, quarter, checks, planned))
            .Array[1, max]
            .Select(runs => runs.DistinctBy(run => run.Time).ToArray());

    private static RecordedRun At(int minute, int quarter, RecordedCheck[] checks, PlannedKind planned) =>
        Runs.At(new DateTimeOffset(2026, 3, 15, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute / 100).AddSeconds(15 * quarter), checks) with { Planned = planned };
}
