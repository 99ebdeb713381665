using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Docs;

/// <summary>What somebody does who has just cloned the repository: ./run.sh --demo, every link of the page, every command of the documents.</summary>
public sealed partial class DemoTests
{
    private const string AdminKey = "demo-key-of-the-test";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_demo_is_full_at_once_the_commands_of_the_documents_work_beside_it_and_it_leaves_nothing_running()
    {
        FastRun.LeaveOut("servers");
        using var checkout = new Checkout();
        using var lease = PortLease.Take();
        using var demo = new ChildProcess(Command(checkout, "./run.sh", "--demo", "--port", lease.Port.ToString(CultureInfo.InvariantCulture)));
        await demo.WaitForOutputAsync(output => output.Contains("Ctrl-C stops", StringComparison.Ordinal) ? output : null, Token);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{lease.Port}/api/status") };

        await AssertIsFullAsync(client);
        await AssertLinksWorkAsync(client);
        foreach (var (document, command) in Commands.All.Where(c => Commands.TrialOf(c.Command) == Trial.WithTheDemo))
        {
            AssertIsDocumented(command, await OutputAsync(checkout, document, command.Replace(":7071/", $":{lease.Port}/", StringComparison.Ordinal)));
        }

        await AssertPlanCommandsWorkAsync(checkout, client.BaseAddress);

        // Not Ctrl-C: a shell that was started with SIGINT ignored, as in the background of another, cannot handle it.
        demo.Signal(Signals.Terminate);
        Assert.Equal(143, await demo.WaitForExitAsync(Token));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(client.BaseAddress, Token));
        Assert.False(File.Exists(Path.Combine(checkout.Path, ".local", "settings")));
    }

    /// <summary>Every region, every check that runs, a year of each, with incidents and a planned window.</summary>
    private static async Task AssertIsFullAsync(HttpClient client)
    {
        var fleet = await JsonAsync(client, "fleet?period=365d");
        var checks = (await JsonAsync(client, "health")).GetProperty("checks").EnumerateObject().Select(c => c.Name).ToList();
        var window = fleet.GetProperty("windows").GetProperty("365d");

        Assert.Equal(["west", "east", "north"], fleet.GetProperty("sources").EnumerateObject().Select(s => s.Name));
        Assert.All(fleet.GetProperty("sources").EnumerateObject(), s => Assert.Equal("read", s.Value.GetProperty("state").GetString()));
        Assert.Equal(checks, window.GetProperty("sources").GetProperty("west").GetProperty("checks").EnumerateObject().Select(c => c.Name));
        Assert.InRange(window.GetProperty("any").GetProperty("overall").GetProperty("coverage").GetDouble(), 90, 100);
        Assert.Contains(
            window.GetProperty("any").GetProperty("overall").GetProperty("incidents").EnumerateArray(),
            incident => incident.GetProperty("error").GetString()!.Contains("too many connections", StringComparison.Ordinal));
        Assert.InRange(
            window.GetProperty("sources").GetProperty("east").GetProperty("overall").GetProperty("minutes").GetProperty("planned").GetInt32(), 60, 120);

        var page = await client.GetStringAsync(client.BaseAddress, Token);
        var feed = await client.GetStringAsync(new Uri(client.BaseAddress!, "feed"), Token);
        Assert.All(["The limit is raised", "Weekly restarts", "A new version of the database server", "A batch job used"], text =>
        {
            Assert.Contains(text, page, StringComparison.Ordinal);
            Assert.Contains(text, feed, StringComparison.Ordinal);
        });
        Assert.Contains("Move of the database", await client.GetStringAsync(new Uri(client.BaseAddress!, "feed?format=ical"), Token), StringComparison.Ordinal);
    }

    private static async Task AssertLinksWorkAsync(HttpClient client)
    {
        var links = Link().Matches(await client.GetStringAsync(client.BaseAddress, Token))
            .Select(m => new Uri(client.BaseAddress!, WebUtility.HtmlDecode(m.Groups[1].Value)))
            .Where(link => link.Scheme == Uri.UriSchemeHttp && link.Port == client.BaseAddress!.Port)
            .Distinct()
            .ToList();

        Assert.NotEmpty(links);
        foreach (var link in links)
        {
            using var answer = await client.GetAsync(link, Token);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{link}: {answer.StatusCode}");
        }
    }

    /// <summary>The answer of health is the one that the README shows, and every member of the others is in docs/history.md.</summary>
    private static void AssertIsDocumented(string command, string output)
    {
        if (!command.StartsWith("curl", StringComparison.Ordinal))
        {
            return;
        }

        var json = output.Split('\n').Last(line => line.StartsWith('{'));
        if (command.EndsWith("/health", StringComparison.Ordinal))
        {
            Assert.Contains(json.Trim(), new MarkdownFile("README.md").Blocks("json").Select(block => block.Trim()));
            return;
        }

        var documented = File.ReadAllText(Path.Combine(Repository.Root, "docs", "history.md"));
        var members = Members(JsonDocument.Parse(json).RootElement).Where(name => !name.Contains('.', StringComparison.Ordinal) && name != "30d").Distinct().ToList();
        Assert.Contains("source", members);
        Assert.All(members, name => Assert.Contains($"\"{name}\"", documented, StringComparison.Ordinal));
    }

    /// <summary>Each does what it says, and none is answered with a problem.</summary>
    private static async Task AssertPlanCommandsWorkAsync(Checkout checkout, Uri address)
    {
        Dictionary<string, string> ids = [];
        foreach (var command in PlanCommands.All)
        {
            var id = ids.GetValueOrDefault(PlanCommands.KindOf(command));
            var script = $"KEY=(-H 'x-functions-key: {AdminKey}' -H 'Content-Type: application/json'); ID={id}; "
                + PlanCommands.ForNow(command, address, TimeProvider.System.GetUtcNow());
            var output = await OutputAsync(checkout, "docs/draining.md", script);
            var answer = JsonDocument.Parse(output).RootElement;

            Assert.False(answer.TryGetProperty("title", out _), $"{command}\n{output}");
            if (PlanCommands.PlanIn(answer) is var (kind, made))
            {
                ids[kind] = made;
            }
        }

        Assert.Equal(["drain", "maintenance", "marking", "note"], ids.Keys.Order(StringComparer.Ordinal));
    }

    private static async Task<string> OutputAsync(Checkout checkout, string document, string script)
    {
        // Its progress would be among the answer: both go to one text here.
        using var tried = new ChildProcess(Command(checkout, "bash", "-c", "curl() { command curl --silent --show-error \"$@\"; }; " + script));
        Assert.True(await tried.WaitForExitAsync(Token) == 0, $"{document}: {script}\n{tried.Output}");
        return tried.Output;
    }

    private static IEnumerable<string> Members(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => Members(member.Value).Prepend(member.Name)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Members),
        _ => [],
    };

    private static async Task<JsonElement> JsonAsync(HttpClient client, string route) =>
        JsonDocument.Parse(await client.GetStringAsync(new Uri(client.BaseAddress!, route), Token)).RootElement;

    private static ProcessStartInfo Command(Checkout checkout, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program.StartsWith("./", StringComparison.Ordinal) ? Path.Combine(checkout.Path, program) : program, arguments)
        {
            WorkingDirectory = checkout.Path,
        };

        // Of other builds in this process tree, and settings of the person who runs the tests.
        foreach (var name in start.Environment.Keys.Where(n => n.StartsWith("Health__", StringComparison.OrdinalIgnoreCase) || n.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["Health__AdminKey"] = AdminKey;
        return start;
    }

    [GeneratedRegex(@"(?:href|src)=""([^""#][^""]*)""")]
    private static partial Regex Link();
}
