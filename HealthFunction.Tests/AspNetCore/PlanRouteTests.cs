using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using HealthFunction.Tests.EndToEnd;
using HealthFunction.Tests.History;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HealthFunction.Tests.AspNetCore;

/// <summary>Who may change plans in a web app, and what can be asked for.</summary>
public sealed class PlanRouteTests(SharedServers servers)
{
    private const string Drain = """{"kind":"drain","reason":"upgrade"}""";

    [Fact]
    public async Task Without_a_key_nothing_is_changed_and_everything_is_read_but_the_audit()
    {
        await using var app = await StartAsync();

        foreach (var client in new[] { new PlanClient(app.Client, null), new PlanClient(app.Client, PlanClient.AdminKey + "x"), new PlanClient(app.Client, "") })
        {
            var post = await client.PostAsync(Drain);
            Assert.Equal((HttpStatusCode.Unauthorized, "ApiKey"), (post.Code, post.Response.Headers.WwwAuthenticate.ToString()));
            Assert.Equal(401, (int)post.Body!["status"]!);
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.DeleteAsync("0123456789abcdef0123")).Code);
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.PatchAsync("0123456789abcdef0123", "{}")).Code);
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("api/plans?audit=true")).Code);
            Assert.Empty((await client.GetAsync()).Body!["plans"]!.AsArray());
        }

        Assert.Single(app.Logs.Entries, e => e.Message.StartsWith("Refused a change that 127.0.0.1 asked for", StringComparison.Ordinal));
        Assert.DoesNotContain(app.Logs.Entries, e => e.Message.Contains(PlanClient.AdminKey, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_app_without_a_key_and_without_a_policy_refuses_every_change()
    {
        await using var app = await StartAsync(settings: ("Health:AdminKey", null));

        Assert.Equal(HttpStatusCode.Unauthorized, (await new PlanClient(app.Client, "").PostAsync(Drain)).Code);
    }

    [Fact]
    public async Task A_policy_of_the_app_on_the_endpoint_admits_its_users_under_their_names_and_leaves_reading_open()
    {
        await using var app = await StartAsync(
            builder =>
            {
                builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, HeaderScheme>("test", null);
                builder.Services.AddAuthorization();
            },
            web =>
            {
                web.UseAuthentication();
                web.UseAuthorization();
                web.MapHealthFunction().Finally(endpoint =>
                {
                    if (endpoint.DisplayName == "HealthPlansChange")
                    {
                        endpoint.Metadata.Add(new AuthorizeAttribute());
                    }
                });
            });
        var stranger = new PlanClient(app.Client, null);
        var user = new PlanClient(app.Client, "anna", keyHeader: "X-User");

        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostAsync(Drain)).Code);
        Assert.Equal(HttpStatusCode.Created, (await user.PostAsync(Drain)).Code);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync()).Code);
        var audit = (await new PlanClient(app.Client, PlanClient.AdminKey).GetAsync("api/plans?audit=true")).Body!["changes"]!.AsArray();
        Assert.Equal(("anna", "127.0.0.1", "created"), ((string?)audit[0]!["by"], (string?)audit[0]!["address"], (string?)audit[0]!["action"]));
    }

    [Theory]
    [InlineData("""{"kind":"drain","reason":"upgrade","until":"2020-01-01T00:00Z"}""", "until")]
    [InlineData("""{"kind":"drain","reason":"upgrade","until":"2026-01-01T00:00"}""", "until")]
    [InlineData("""{"kind":"drain","reason":"upgrade","until":"9999-12-31T23:59Z"}""", "until")]
    [InlineData("""{"kind":"drain","reason":"upgrade","length":"90"}""", "length")]
    [InlineData("""{"kind":"drain","reason":"upgrade","colour":"blue"}""", "colour")]
    [InlineData("""{"kind":"drain","reason":"upgrade","source":"north"}""", "source")]
    [InlineData("""{"kind":"drain","reason":"two\nlines"}""", "reason")]
    [InlineData("""{"kind":"drain","reason":"off"}""", "reason")]
    [InlineData("""{"kind":"drain","reason":"\ud83d"}""", "reason")]
    [InlineData("""{"kind":"drain","reason":7}""", "reason")]
    [InlineData("""{"kind":"drain"}""", "reason")]
    [InlineData("""{"reason":"upgrade"}""", "kind")]
    [InlineData("""{"kind":"holiday"}""", "kind")]
    [InlineData("""{"kind":"maintenance","text":"disks"}""", "until")]
    [InlineData("""{"kind":"maintenance","text":"disks","length":"7.00:00:01"}""", "length")]
    [InlineData("""{"kind":"maintenance","text":"disks","cron":"x","timeZone":"UTC","length":"01:00:00"}""", "cron")]
    [InlineData("""{"kind":"maintenance","text":"disks","cron":"0 2 * * SUN","timeZone":"Europe/Atlantis","length":"01:00:00"}""", "timeZone")]
    [InlineData("""{"kind":"maintenance","text":"disks","cron":"0 2 * * SUN","timeZone":"UTC"}""", "length")]
    [InlineData("""{"kind":"maintenance","text":"disks","cron":"* * * * *","timeZone":"UTC","length":"00:01:00"}""", "cron")]
    [InlineData("""{"kind":"maintenance","text":"disks","length":"01:00:00","checks":["a b"]}""", "checks")]
    [InlineData("""{"kind":"maintenance","text":"disks","length":"01:00:00","checks":"a"}""", "checks")]
    [InlineData("""{"kind":"marking","text":"x"}""", "from")]
    [InlineData("""{"kind":"marking","text":"x","from":"2026-03-01T12:00Z"}""", "until")]
    [InlineData("""{"kind":"marking","text":"x","from":"2020-03-01T12:00Z","until":"2020-03-01T13:00Z"}""", "from")]
    [InlineData("""{"kind":"note","text":""}""", "text")]
    [InlineData("""{"kind":"note","text":"x","state":"fixed"}""", "state")]
    [InlineData("""{"kind":"note","text":"x","incident":"yesterday"}""", "incident")]
    public async Task What_cannot_be_is_a_problem_that_names_the_member(string body, string member)
    {
        await using var app = await StartAsync();

        var (code, problem, response) = await Client(app).PostAsync(body);

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json", member), (code, response.Content.Headers.ContentType?.MediaType, (string?)problem!["parameter"]));
        Assert.Empty((await Client(app).GetAsync()).Body!["plans"]!.AsArray());
    }

    [Theory]
    [InlineData("", "application/json", 400)]
    [InlineData("[]", "application/json", 400)]
    [InlineData("""{"kind":"drain","kind":"note"}""", "application/json", 400)]
    [InlineData("""{"kind":"drain","reason":"upgrade"}""", "text/plain", 415)]
    [InlineData("""{"kind":"drain","reason":"upgrade"}""", "application/x-www-form-urlencoded", 415)]
    [InlineData("long", "application/json", 413)]
    public async Task A_body_is_one_JSON_object_of_a_length(string body, string contentType, int status)
    {
        await using var app = await StartAsync();

        var answer = await Client(app).SendAsync("POST", "api/plans", body == "long" ? new string(' ', 65 * 1024) : body, contentType: contentType);

        Assert.Equal(status, (int)answer.Code);
    }

    [Fact]
    public async Task A_plan_is_made_changed_ended_and_audited()
    {
        await using var app = await StartAsync();
        var client = Client(app);

        var made = await client.PostAsync("""{"kind":"maintenance","text":"new <disks>","cron":"0 2 * * SUN","timeZone":"Europe/Berlin","length":"02:00:00","checks":["database.default"]}""");
        var id = (string)made.Body!["id"]!;
        Assert.Equal((HttpStatusCode.Created, $"plans/{id}"), (made.Code, made.Response.Headers.Location?.ToString()));
        Assert.Equal("maintenance 0 2 * * SUN Europe/Berlin 02:00:00", string.Join(' ', new[] { "kind", "cron", "timeZone", "length" }.Select(m => (string?)made.Body[m])));

        var note = await client.NewAsync("""{"kind":"note","text":"looking","incident":"2026-03-01T12:00Z"}""");
        var next = await client.PatchAsync(note, """{"text":"found\nit","state":"identified"}""");
        Assert.Equal((HttpStatusCode.OK, "identified", 2), (next.Code, (string?)next.Body!["state"], next.Body["entries"]!.AsArray().Count));

        Assert.Equal(HttpStatusCode.BadRequest, (await client.PatchAsync(note, """{"until":"2099-01-01T00:00Z"}""")).Code);
        Assert.Equal(HttpStatusCode.Conflict, (await client.PatchAsync(note, $$"""{"until":"{{TimeProvider.System.GetUtcNow().AddDays(1):yyyy-MM-dd}}T00:00Z"}""")).Code);
        Assert.Equal(HttpStatusCode.Conflict, (await client.PatchAsync(id, """{"text":"x"}""")).Code);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PatchAsync(id, "{}")).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await client.PatchAsync("0123456789abcdef0123", """{"text":"x"}""")).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await client.DeleteAsync("..%2F..")).Code);
        Assert.Equal(HttpStatusCode.OK, (await client.DeleteAsync(id)).Code);
        Assert.Equal(HttpStatusCode.Conflict, (await client.DeleteAsync(id)).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("api/plans/nosuch")).Code);

        var changes = (await client.GetAsync("api/plans?audit=true")).Body!["changes"]!.AsArray();
        Assert.Equal(["ended maintenance", "changed note", "created note", "created maintenance"], changes.Select(c => $"{c!["action"]} {c["plan"]!["kind"]}"));
        Assert.All(changes, c => Assert.Equal("Health__AdminKey", (string?)c!["by"]));
    }

    [Fact]
    public async Task A_repeated_request_is_made_once_and_its_key_is_for_that_request_only()
    {
        await using var app = await StartAsync();
        var client = Client(app);

        var (_, first, _) = await client.PostAsync(Drain, "run 17");
        var (code, again, _) = await client.PostAsync(Drain, "run 17");
        var (other, problem, _) = await client.PostAsync("""{"kind":"drain","reason":"another"}""", "run 17");
        Assert.Equal((HttpStatusCode.Created, (string?)first!["id"]), (code, (string?)again!["id"]));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, 422), (other, (int)problem!["status"]!));

        var id = (string)first["id"]!;
        Assert.Equal(HttpStatusCode.OK, (await client.DeleteAsync(id, "end 17")).Code);
        Assert.Equal(HttpStatusCode.OK, (await client.DeleteAsync(id, "end 17")).Code);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync(Drain, new string('k', 201))).Code);
    }

    [Fact]
    public async Task The_drain_shows_at_once_where_it_was_posted_though_answers_may_be_kept()
    {
        await using var app = await StartAsync(settings: ("Health:MaxAge", "00:10:00"));
        Assert.Equal(HttpStatusCode.OK, (await Answer.GetAsync(app.Client)).Code);

        var id = await Client(app).NewAsync(Drain);
        Assert.Equal("drain=DOWN(drained: upgrade)", (await Answer.GetAsync(app.Client)).Summary);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Answer.GetAsync(app.Client, "api/health/drain")).Code);

        await Client(app).DeleteAsync(id);
        Assert.Equal(HttpStatusCode.OK, (await Answer.GetAsync(app.Client)).Code);
        using var drain = await app.SendAsync("GET", "api/health/drain");
        Assert.Equal(HttpStatusCode.NotFound, drain.StatusCode);
    }

    [Fact]
    public async Task An_app_without_storage_has_no_plans_and_says_so()
    {
        await using var app = await WebAppUnderTest.StartAsync(null, ("Health:AdminKey", PlanClient.AdminKey));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Client(app).PostAsync(Drain)).Code);
        Assert.Equal("{}", (await Client(app).GetAsync()).Body!["sources"]!.ToJsonString());
    }

    private static PlanClient Client(WebAppUnderTest app) => new(app.Client, PlanClient.AdminKey);

    private async Task<WebAppUnderTest> StartAsync(
        Action<WebApplicationBuilder>? services = null, Action<WebApplication>? routes = null, params (string Name, string? Value)[] settings)
    {
        var table = new TestTable(await servers.AzuriteAsync(), "west");
        var app = new WebAppUnderTest { Services = services ?? (_ => { }), Routes = routes ?? (a => a.MapHealthFunction()) };
        (string, string?)[] all =
        [
            ("Health:AdminKey", PlanClient.AdminKey), ("Health:History:ConnectionString", table.Options.ConnectionString),
            ("Health:History:Table", table.Options.Table), ("Health:History:Source", "west"), .. settings,
        ];
        foreach (var (name, value) in all)
        {
            app.Settings[name] = value;
        }

        await app.StartAsync();
        return app;
    }

    /// <summary>A caller is who its header says.</summary>
    private sealed class HeaderScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Request.Headers["X-User"] is [var name]
            ? AuthenticateResult.Success(new(new(new ClaimsIdentity([new Claim(ClaimTypes.Name, name!)], "test")), "test"))
            : AuthenticateResult.NoResult());
    }
}
