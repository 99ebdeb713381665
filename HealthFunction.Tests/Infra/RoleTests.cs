namespace HealthFunction.Tests.Infra;

[Collection(InfrastructureTests.Name)]
public sealed class RoleTests(InfrastructureFixture infrastructure)
{
    /// <summary>The minimum for each app; a role that is not listed here has to be decided on here.</summary>
    private static readonly Dictionary<string, string> Allowed = new()
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner on Microsoft.Storage/storageAccounts",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor on Microsoft.Storage/storageAccounts",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher on Microsoft.Insights/components",
    };

    [Fact]
    public void Every_app_has_each_role_once_on_the_one_resource_that_it_is_for()
    {
        foreach (var deployment in infrastructure.Deployments)
        {
            foreach (var app in deployment.All("Microsoft.Web/sites"))
            {
                var identity = Identity(app);
                var roles = Assignments(deployment)
                    .Where(a => Principal(a).Contains($"{identity}'", StringComparison.Ordinal))
                    .Select(Describe);

                Assert.Equal(Allowed.Values.Order(), roles.Order());
            }
        }
    }

    [Fact]
    public void No_other_principal_has_a_role() => Assert.All(infrastructure.Deployments, deployment =>
        Assert.Equal(deployment.All("Microsoft.Web/sites").Count * Allowed.Count, Assignments(deployment).Count));

    [Fact]
    public void No_app_has_a_role_on_the_storage_of_another_region()
    {
        var deployment = infrastructure.TwoRegions;
        foreach (var app in deployment.All("Microsoft.Web/sites"))
        {
            var account = AppSettings.Of(deployment, app)["AzureWebJobsStorage__accountName"];
            var scopes = Assignments(deployment)
                .Where(a => Principal(a).Contains($"{Identity(app)}'", StringComparison.Ordinal))
                .Select(a => Scope(a))
                .Where(s => s.Contains("storageAccounts", StringComparison.Ordinal))
                .Distinct();

            Assert.EndsWith($"/storageAccounts/{account}", Assert.Single(scopes), StringComparison.Ordinal);
        }
    }

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

    private static string Describe(AzureResource assignment)
    {
        var role = assignment.Property("roleDefinitionId")!.GetValue<string>().Split('/')[^1];
        var type = string.Join('/', Scope(assignment).Split('/')[^3..^1]);
        return Allowed.TryGetValue(role, out var allowed) && allowed.EndsWith($" on {type}", StringComparison.Ordinal)
            ? allowed
            : $"{role} on {Scope(assignment)}";
    }
}
