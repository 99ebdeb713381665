using HealthFunction.Checks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HealthFunction.Tests.Checks;

/// <summary>Names and tags of checks that would make an answer ambiguous.</summary>
public sealed class CheckRegistrationsTests
{
    private const string Taken = ", by its tag or by what stands before the dot of its name, and that name is taken.";
    private const string Group = ", by its tag or by what stands before the dot of its name.";

    [Theory]
    [InlineData("queue.orders", "ready", "Health check \"queue.orders\" belongs to a group \"ready\"" + Taken)]
    [InlineData("queue.orders", "Live", "Health check \"queue.orders\" belongs to a group \"Live\"" + Taken)]
    [InlineData("queue.orders", "drain", "Health check \"queue.orders\" belongs to a group \"drain\"" + Taken)]
    [InlineData("queue.orders", "overall", "Health check \"queue.orders\" belongs to a group \"overall\"" + Taken)]
    [InlineData("live.orders", null, "Health check \"live.orders\" belongs to a group \"live\"" + Taken)]
    [InlineData("overall", null, "Health check \"overall\" has the name of the deployment's badge; choose another name.")]
    [InlineData("Database", null, "Health check \"database\" has the name of the group that \"database.default\" belongs to" + Group)]
    [InlineData("queue.orders", "database.default", "Health check \"database.default\" has the name of the group that \"queue.orders\" belongs to" + Group)]
    [InlineData("queue.orders", "queue.orders", "Health check \"queue.orders\" has the name of the group that \"queue.orders\" belongs to" + Group)]
    public void What_shadows_a_route_a_group_or_a_check_is_a_fault(string name, string? tag, string fault) =>
        Assert.Equal(fault, Assert.Single(Faults(name, tag)), ignoreCase: true);

    [Theory]
    [InlineData("queue.orders", "blue")]
    [InlineData("queue.orders", "database")]
    [InlineData("queue.orders", "queue")]
    [InlineData("queue.orders", "readiness")]
    [InlineData("queue.orders", CheckNames.NonBlocking)]
    [InlineData("queue", "blue")]
    public void Groups_may_be_shared_and_named_at_will(string name, string tag) => Assert.Empty(Faults(name, tag));

    [Theory]
    [InlineData("DATABASE.default", "Health check \"database.default\" is registered 2 times; a name can be used once.")]
    [InlineData("live", "Health check \"live\" has the name of a route; \"live\" and \"ready\" are taken.")]
    [InlineData("Ready", "Health check \"Ready\" has the name of a route; \"live\" and \"ready\" are taken.")]
    [InlineData("queue/orders", "Health check \"queue/orders\" has a name that cannot be a key; a name has 1 to 100 letters, digits, '_', '-' and '.'.")]
    [InlineData("", "Health check \"\" has a name that cannot be a key; a name has 1 to 100 letters, digits, '_', '-' and '.'.")]
    [InlineData("überfällig", "Health check \"überfällig\" has a name that cannot be a key; a name has 1 to 100 letters, digits, '_', '-' and '.'.")]
    public void A_name_that_is_taken_or_cannot_be_in_a_path_is_a_fault(string name, string fault) => Assert.Equal(fault, Assert.Single(Faults(name, null)));

    [Fact]
    public void An_app_without_a_fault_may_start()
    {
        var options = new HealthCheckServiceOptions();
        options.Registrations.Add(new HealthCheckRegistration("database.default", new ScriptedCheck(), null, null));

        Assert.True(new CheckRegistrationsValidator().Validate(null, options).Succeeded);
    }

    [Fact]
    public void A_name_has_at_most_100_characters()
    {
        Assert.Empty(Faults(new string('n', 100), null));
        Assert.Single(Faults(new string('n', 101), null));
        Assert.Empty(Faults("Az_09-.b", null));
    }

    [Fact]
    public void A_dot_in_front_makes_no_group_and_the_first_one_ends_the_groups_name()
    {
        Assert.Equal(["blue"], GroupsOf(".orders", "blue"));
        Assert.Equal(["queue", "blue"], GroupsOf("queue.orders.late", "blue"));
        Assert.Equal(["queue"], GroupsOf("queue.orders", "QUEUE"));
        Assert.Equal(["q"], GroupsOf("q.orders", CheckNames.NonBlocking));
        Assert.Empty(GroupsOf("orders", CheckNames.NonBlocking));
    }

    private static IEnumerable<string> GroupsOf(string name, string tag) =>
        CheckNames.GroupsOf(new HealthCheckRegistration(name, new ScriptedCheck(), null, [tag]));

    private static IEnumerable<string> Faults(string name, string? tag)
    {
        var options = new HealthCheckServiceOptions();
        options.Registrations.Add(new HealthCheckRegistration("database.default", new ScriptedCheck(), null, null));
        options.Registrations.Add(new HealthCheckRegistration(name, new ScriptedCheck(), null, tag is null ? null : [tag]));
        return new CheckRegistrationsValidator().Validate(null, options).Failures ?? [];
    }
}
