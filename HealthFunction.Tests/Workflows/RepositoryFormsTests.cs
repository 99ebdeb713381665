using HealthFunction.Testing;
using static HealthFunction.Tests.Workflows.YamlFile;

namespace HealthFunction.Tests.Workflows;

/// <summary>Dependabot's settings and the issue forms.</summary>
public sealed class RepositoryFormsTests
{
    private static readonly string[] Inputs = ["markdown", "textarea", "input", "dropdown", "checkboxes"];

    public static TheoryData<string> Forms => [".github/ISSUE_TEMPLATE/bug.yml", ".github/ISSUE_TEMPLATE/feature.yml"];

    [Fact]
    public void Dependabot_looks_into_folders_that_have_what_it_looks_for()
    {
        var updates = List(Read(".github/dependabot.yml")["updates"]).Select(Map).ToList();

        Assert.Equal(["docker", "github-actions", "npm", "nuget"], updates.Select(u => (string)u["package-ecosystem"]).Order());
        Assert.All(updates, update =>
        {
            var (ecosystem, folders) = ((string)update["package-ecosystem"], Texts(update.GetValueOrDefault("directories") ?? update["directory"]));
            var wanted = ecosystem switch
            {
                "nuget" => "Directory.Packages.props",
                "npm" => "package-lock.json",
                "docker" => "Dockerfile",
                _ => ".github/workflows",
            };
            Assert.All(folders, folder => Assert.True(Path.Exists(Path.Combine(Repository.Root, folder.TrimStart('/'), wanted)), $"{folder} has no {wanted}"));
            Assert.Contains(Map(update["schedule"])["interval"], new object[] { "daily", "weekly", "monthly" });
        });
    }

    [Fact]
    public void Dependabot_looks_after_every_folder_with_packages_of_npm()
    {
        var npm = List(Read(".github/dependabot.yml")["updates"]).Select(Map).Single(u => (string)u["package-ecosystem"] == "npm");
        var locked = Directory.EnumerateDirectories(Path.Combine(Repository.Root, "build"))
            .Where(folder => File.Exists(Path.Combine(folder, "package-lock.json")))
            .Select(folder => "/" + Path.GetRelativePath(Repository.Root, folder));

        Assert.Equal(locked.Order(), Texts(npm["directories"]).Order());
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void An_issue_form_has_a_name_and_inputs_that_can_be_told_apart(string file)
    {
        var form = Read(file);
        var body = List(form["body"]).Select(Map).ToList();
        var asked = body.Where(b => (string)b["type"] != "markdown").ToList();

        Assert.NotEqual("", form["name"]);
        Assert.NotEqual("", form["description"]);
        Assert.All(body, b => Assert.Contains((string)b["type"], Inputs));
        Assert.All(asked, b => Assert.True(Map(b["attributes"]).ContainsKey("label")));
        Assert.Equal(asked.Count, asked.Select(b => (string)b["id"]).Distinct().Count());
    }

    [Fact]
    public void The_forms_are_all_there_are() =>
        Assert.Equal(
            Forms.Select(row => Path.GetFileName(row.Data)).Append("config.yml").Order(),
            Directory.EnumerateFiles(Path.Combine(Repository.Root, ".github", "ISSUE_TEMPLATE")).Select(Path.GetFileName).Order());
}
