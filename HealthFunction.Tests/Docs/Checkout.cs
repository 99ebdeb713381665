using HealthFunction.Testing;

namespace HealthFunction.Tests.Docs;

/// <summary>A copy of the checkout as somebody who has just cloned it has it, but for the packages of npm, so that none are fetched.</summary>
internal sealed class Checkout : IDisposable
{
    private static readonly string[] NotCloned = ["bin", "obj", "./.git", "./.local", "./artifacts", "./TestResults", "./BenchmarkDotNet.Artifacts"];

    private readonly TempFolder _folder = new();

    public Checkout()
    {
        // PostgreSQL runs as a user of its own where this process is root.
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        var archive = _folder.Combine("checkout.tar");
        Shell.Run("tar", ["--create", "--file", archive, "--directory", Repository.Root, .. NotCloned.Select(name => "--exclude=" + name), "."]);
        Path = Directory.CreateDirectory(_folder.Combine("checkout")).FullName;
        Shell.Run("tar", "--extract", "--file", archive, "--directory", Path);
        File.Delete(archive);
    }

    public string Path { get; }

    public void Dispose() => _folder.Dispose();
}
