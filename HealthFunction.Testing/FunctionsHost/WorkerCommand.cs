using System.Diagnostics;
using System.Globalization;

namespace HealthFunction.Testing;

/// <summary>How the Functions host starts a worker: with each argument under its old and its new name.</summary>
internal static class WorkerCommand
{
    private const string MaxMessageLength = "2147483647";

    public static ProcessStartInfo For(IEnumerable<KeyValuePair<string, string?>> settings, int port, string id, string app)
    {
        var (folder, program) = (Path.GetDirectoryName(app)!, Path.GetFileName(app));
        var portText = port.ToString(CultureInfo.InvariantCulture);
        string[] arguments =
        [
            "--host", "127.0.0.1", "--port", portText, "--workerId", id, "--requestId", id, "--grpcMaxMessageLength", MaxMessageLength,
            "--functions-uri", $"http://127.0.0.1:{portText}/", "--functions-worker-id", id, "--functions-request-id", id,
            "--functions-grpc-max-message-length", MaxMessageLength,
        ];
        var start = AppProcess.Command(settings, arguments, Path.Combine(folder, program));
        start.WorkingDirectory = folder;
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = folder;
        return start;
    }
}
