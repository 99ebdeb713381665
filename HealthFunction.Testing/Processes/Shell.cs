using System.Diagnostics;

namespace HealthFunction.Testing;

/// <summary>Runs a short command to its end.</summary>
internal static class Shell
{
    /// <exception cref="InvalidOperationException">The command's exit code is not 0.</exception>
    public static ShellResult Run(string file, params IEnumerable<string> arguments) => RunIn(null, file, arguments);

    /// <inheritdoc cref="Run"/>
    public static ShellResult RunIn(string? folder, string file, params IEnumerable<string> arguments)
    {
        var result = TryRunIn(folder, file, arguments);
        return result.ExitCode == 0
            ? result
            : throw new InvalidOperationException($"{file} ended with {result.ExitCode}: {result.Output}");
    }

    public static ShellResult TryRunIn(string? folder, string file, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ShellResult(process.ExitCode, output + error.GetAwaiter().GetResult());
    }

    /// <summary>The full path of a program on PATH; null when there is none.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
