namespace HealthFunction.Testing;

/// <summary>A data folder as initdb makes it, created once per test run: a copy costs a tenth of another initdb.</summary>
internal static class PostgresTemplate
{
    public const string Superuser = "postgres";

    private static readonly Lazy<Task<string>> Folder = new(() => Task.Run(Make));

    public static string Password { get; } = TestServer.NewPassword();

    public static async Task CopyToAsync(string folder) => Shell.Run("cp", "-a", await Folder.Value, folder);

    /// <summary>Gives the server's user access to a file or a folder.</summary>
    public static void Give(string path)
    {
        if (PostgresPrograms.User is { } user)
        {
            Shell.Run("chown", user, path);
        }
    }

    private static string Make()
    {
        var parent = new TempFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => parent.Dispose();
        var passwordFile = parent.Combine("password");
        File.WriteAllText(passwordFile, Password);
        Give(parent.Path);
        Give(passwordFile);
        var data = parent.Combine("data");
        var initdb = PostgresPrograms.Start(
            "initdb", "--pgdata", data, "--username", Superuser, "--pwfile", passwordFile, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C",
            "--no-sync", "--no-instructions");
        Shell.Run(initdb.FileName, initdb.ArgumentList);
        return data;
    }
}
