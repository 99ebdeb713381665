namespace HealthFunction.Testing;

/// <summary>A folder that is removed when its owner is disposed of.</summary>
internal sealed class TempFolder : IDisposable
{
    public TempFolder() => Reaper.AddFolder(Path);

    public string Path { get; } = Directory.CreateTempSubdirectory("healthfunction-").FullName;

    public string Combine(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
