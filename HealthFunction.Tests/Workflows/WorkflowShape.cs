using System.Text.RegularExpressions;
using static HealthFunction.Tests.Workflows.YamlFile;

namespace HealthFunction.Tests.Workflows;

/// <summary>The keys of a GitHub workflow, its jobs and steps, as far as this repository uses them; anything else is a fault.</summary>
internal static partial class WorkflowShape
{
    private static readonly string[] Top = ["name", "on", "permissions", "concurrency", "jobs", "env"];
    private static readonly string[] Events = ["push", "pull_request", "schedule", "workflow_dispatch"];
    private static readonly string[] Scopes = ["contents", "security-events"];
    private static readonly string[] Job = ["name", "needs", "runs-on", "timeout-minutes", "permissions", "strategy", "env", "if", "steps"];
    private static readonly string[] Step = ["id", "name", "if", "uses", "with", "run", "env", "shell", "working-directory"];
    private static readonly string[] Functions = ["success()", "failure()", "cancelled()", "always()"];

    /// <summary>The faults of a workflow; empty when it is sound.</summary>
    public static IEnumerable<string> Faults(Dictionary<string, object> workflow)
    {
        List<string> faults =
        [
            .. Unknown("workflow", workflow, Top),
            .. Missing("workflow", workflow, "name", "on", "permissions", "jobs"),
            .. Unknown("on", MapOf(workflow, "on"), Events),
            .. PermissionFaults("workflow", workflow),
        ];
        var jobs = MapOf(workflow, "jobs");
        foreach (var (name, value) in jobs)
        {
            var job = Map(value);
            faults.AddRange(Unknown(name, job, Job));
            faults.AddRange(Missing(name, job, "runs-on", "timeout-minutes", "steps"));
            faults.AddRange(PermissionFaults(name, job));
            faults.AddRange(job.TryGetValue("needs", out var needs) ? Texts(needs).Where(n => !jobs.ContainsKey(n)).Select(n => $"{name} needs {n}") : []);
            faults.AddRange(ListOf(job, "steps").SelectMany((step, i) => StepFaults($"{name}, step {i + 1}", Map(step))));
            faults.AddRange(ExpressionFaults(name, job));
        }

        return faults;
    }

    private static IEnumerable<string> StepFaults(string where, Dictionary<string, object> step) =>
    [
        .. Unknown(where, step, Step),
        .. step.ContainsKey("uses") == step.ContainsKey("run") ? [$"{where} has to have either uses or run"] : Array.Empty<string>(),
        .. step.ContainsKey("with") && !step.ContainsKey("uses") ? [$"{where} has with without uses"] : Array.Empty<string>(),
        .. step.TryGetValue("uses", out var uses) && !Action().IsMatch((string)uses) ? [$"{where} uses {uses}, which is no owner/action@version"] : Array.Empty<string>(),

        // A text that a stranger chooses, such as a branch's name, must not become a part of a script.
        .. step.TryGetValue("run", out var run) && ((string)run).Contains("${{", StringComparison.Ordinal) ? [$"{where} has an expression in its script"] : Array.Empty<string>(),
    ];

    private static IEnumerable<string> ExpressionFaults(string name, Dictionary<string, object> job)
    {
        var matrix = job.TryGetValue("strategy", out var strategy)
            ? List(Map(Map(strategy)["matrix"])["include"]).SelectMany(row => Map(row).Keys).ToHashSet()
            : [];
        return Texts(job)
            .SelectMany(text => Expression().Matches(text).Select(m => m.Groups[1].Value))
            .SelectMany(expression => Operand().Matches(expression).Select(m => m.Value))
            .Where(operand => !(operand.StartsWith("matrix.", StringComparison.Ordinal) && matrix.Contains(operand[7..]))
                && operand is not ("github.ref" or "github.token" or "github.event_name")
                && !Functions.Contains(operand)
                && !operand.StartsWith('\''))
            .Select(operand => $"{name} has {operand} in an expression");
    }

    private static Dictionary<string, object> MapOf(Dictionary<string, object> map, string key) => map.TryGetValue(key, out var value) ? Map(value) : [];

    private static List<object> ListOf(Dictionary<string, object> map, string key) => map.TryGetValue(key, out var value) ? List(value) : [];

    private static IEnumerable<string> PermissionFaults(string where, Dictionary<string, object> map) =>
        MapOf(map, "permissions").Where(p => !Scopes.Contains(p.Key) || p.Value is not ("read" or "write")).Select(p => $"{where} has the permission {p.Key}: {p.Value}");

    private static IEnumerable<string> Unknown(string where, Dictionary<string, object> map, string[] known) =>
        map.Keys.Except(known).Select(key => $"{where} has {key}");

    private static IEnumerable<string> Missing(string where, Dictionary<string, object> map, params string[] needed) =>
        needed.Where(key => !map.ContainsKey(key)).Select(key => $"{where} has no {key}");

    [GeneratedRegex(@"^[A-Za-z0-9-]+(/[A-Za-z0-9_.-]+)+@v[0-9]+$")]
    private static partial Regex Action();

    [GeneratedRegex(@"\$\{\{(.*?)\}\}")]
    private static partial Regex Expression();

    [GeneratedRegex(@"'[^']*'|[a-z_][A-Za-z0-9_.-]*(?:\(\))?")]
    private static partial Regex Operand();
}
