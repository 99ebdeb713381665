using System.Diagnostics;
using HealthFunction.Testing;

namespace HealthFunction.Tests.SelfHost;

/// <summary>The folder /app of the image, made by the Dockerfile's own steps in a copy of the checkout.</summary>
public sealed class BuiltImage : IDisposable
{
    private readonly TempFolder _folder = new();

    public BuiltImage()
    {
        // The image's user has to be able to read it.
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        Source = Directory.CreateDirectory(_folder.Combine("source")).FullName;
        App = _folder.Combine("app");
        foreach (var (name, text) in Dockerfile.Instructions)
        {
            Follow(name, text);
        }
    }

    /// <summary>What <c>COPY . .</c> copies.</summary>
    public string Source { get; }

    public string App { get; }

    /// <summary>What the engine would start for an instruction, with a read-only root file system.</summary>
    public ProcessStartInfo Command(string instruction, IEnumerable<KeyValuePair<string, string?>> settings, params IEnumerable<string> arguments)
    {
        var command = Dockerfile.Command(instruction);
        var start = new ProcessStartInfo(command[0], [.. command[1..], .. arguments]) { WorkingDirectory = App };
        var (path, root) = (start.Environment["PATH"], start.Environment.TryGetValue("DOTNET_ROOT", out var dotnet) ? dotnet : null);
        start.Environment.Clear();
        foreach (var (name, value) in Dockerfile.Environment.Concat(settings).Append(new("PATH", path)).Append(new("DOTNET_ROOT", root)))
        {
            if (value is not null)
            {
                start.Environment[name] = value;
            }
        }

        return ReadOnlyRoot.Give(start, user: 1654);
    }

    public void Dispose() => _folder.Dispose();

    private void Follow(string name, string text)
    {
        switch (name, text)
        {
            case ("COPY", ". ."):
                var excluded = File.ReadAllLines(Path.Combine(Repository.Root, ".dockerignore"))
                    .Select(line => "--exclude=" + (line.StartsWith("**/", StringComparison.Ordinal) ? line[3..] : "./" + line));
                Shell.Run("tar", ["--create", "--file", _folder.Combine("source.tar"), "--directory", Repository.Root, .. excluded, "."]);
                Shell.Run("tar", "--extract", "--file", _folder.Combine("source.tar"), "--directory", Source);
                break;
            case ("RUN", _):
                Shell.RunIn(Source, "bash", "-c", text.Replace("--output /app", $"--output '{App}'", StringComparison.Ordinal));
                break;
            case ("COPY", "--from=build /app .") or ("WORKDIR", "/source" or "/app"):
            case ("FROM" or "LABEL" or "ENV" or "USER" or "EXPOSE" or "ENTRYPOINT" or "HEALTHCHECK", _):
                break;
            default:
                throw new NotSupportedException($"The tests do not know how to follow {name} {text}.");
        }
    }
}
