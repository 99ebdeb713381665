namespace HealthFunction.Tests.Infra;

[Collection(InfrastructureTests.Name)]
public sealed class RoleTests(InfrastructureFixture infrastructure)
{
    private const string TableReader = "76199698-9eea-4c19-bc75-cec21354c6b6";

    /// <summary>The minimum for each app; a role that is not listed here has to be decided on here.</summary>
    private static readonly Dictionary<string, string> Own = new()
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner on Microsoft.Storage/storageAccounts",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor on Microsoft.Storage/storageAccounts",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher on Microsoft.Insights/components",
    };

    [Fact]
    public void Every_app_has_each_role_once_on_the_one_resource_of_its_own_that_it_is_for()
    {
        foreach (var deployment in infrastructure.Deployments)
        {
            foreach (var app in deployment.All("Microsoft.Web/sites"))
            {
                Assert.Equal(Own.Values.Order(), RolesOf(deployment, app).Where(a => Role(a) != TableReader).Select(Describe).Order());
            }
        }
    }

    [Fact]
    public void It_may_read_the_tables_of_each_other_region_and_do_nothing_else_there()
    {
        foreach (var deployment in infrastructure.Deployments)
        {
            var accounts = deployment.All("Microsoft.Web/sites").Select(app => Account(deployment, app)).ToList();
            foreach (var app in deployment.All("Microsoft.Web/sites"))
            {
                var own = Account(deployment, app);
                var elsewhere = RolesOf(deployment, app)
                    .Where(a => Scope(a).Contains("storageAccounts", StringComparison.Ordinal) && !Scope(a).EndsWith($"/{own}", StringComparison.Ordinal))
                    .Select(a => $"{Role(a)} on {Scope(a).Split('/')[^1]}");

                Assert.Equal(accounts.Where(account => account != own).Select(account => $"{TableReader} on {account}").Order(), elsewhere.Order());
            }
        }
    }

    [Fact]
    public void No_other_principal_has_a_role() => Assert.All(infrastructure.Deployments, deployment =>
    {
        var apps = deployment.All("Microsoft.Web/sites").Count;
        Assert.Equal(apps * (Own.Count + apps - 1), Assignments(deployment).Count);
    });

    [Fact]
    public void The_app_is_no_administrator_of_the_try_out_database()
    {
        var admin = infrastructure.TwoRegions.One("Microsoft.DBforPostgreSQL/flexibleServers/administrators");

        Assert.Equal("User", admin.Property("principalType")!.GetValue<string>());
    }

    private static IReadOnlyList<AzureResource> Assignments(Deployment deployment) =>
        deployment.All("Microsoft.Authorization/roleAssignments");

    private static string Identity(AzureResource app) =>
        Assert.Single(app.Json["identity"]!["userAssignedIdentities"]!.AsObject()).Key;

    private static string Principal(AzureResource assignment) => assignment.Property("principalId")!.GetValue<string>();

    private static string Scope(AzureResource assignment) =>
        assignment.Id[..assignment.Id.IndexOf("/providers/Microsoft.Authorization/", StringComparison.Ordinal)];

    private static string Role(AzureResource assignment) => assignment.Property("roleDefinitionId")!.GetValue<string>().Split('/')[^1];

    private static string Account(Deployment deployment, AzureResource app) => AppSettings.Of(deployment, app)["AzureWebJobsStorage__accountName"];

    private static IEnumerable<AzureResource> RolesOf(Deployment deployment, AzureResource app) =>
        Assignments(deployment).Where(a => Principal(a).Contains($"{Identity(app)}'", StringComparison.Ordinal));

    private static string Describe(AzureResource assignment)
    {
        var type = string.Join('/', Scope(assignment).Split('/')[^3..^1]);
        return Own.TryGetValue(Role(assignment), out var allowed) && allowed.EndsWith($" on {type}", StringComparison.Ordinal)
            ? allowed
            : $"{Role(assignment)} on {Scope(assignment)}";
    }
}
