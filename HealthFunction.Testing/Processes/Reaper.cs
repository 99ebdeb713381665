using System.Diagnostics;

namespace HealthFunction.Testing;

/// <summary>
/// Ends the processes that the tests started, and removes their temporary folders, when the test process itself is killed. A small shell
/// process holds the list and reads from a pipe whose other end only this process has: end of file means that this process is gone.
/// PR_SET_PDEATHSIG would not work: it follows the thread that forked, and pool threads end; and it would not reach frozen grandchildren.
/// </summary>
internal static class Reaper
{
    private const string Script = """
        trap '' INT TERM HUP
        pids=
        folders=
        while read -r verb pid; do
            case $verb in
                folder) folders="$folders $pid" ;;
                add) pids="$pids $pid" ;;
                del) kept=; for p in $pids; do [ "$p" = "$pid" ] || kept="$kept $p"; done; pids=$kept ;;
            esac
        done
        children() {
            if [ -d /proc/self ]; then
                for stat in /proc/[0-9]*/stat; do
                    read -r line 2>/dev/null < "$stat" || continue
                    set -- "$1" ${line##*) }
                    [ "$3" = "$1" ] && { pid=${stat#/proc/}; echo "${pid%/stat}"; }
                done
            else
                ps -axo pid=,ppid= | while read -r pid parent; do [ "$parent" = "$1" ] && echo "$pid"; done
            fi
        }
        tree() { echo "$1"; for child in $(children "$1"); do tree "$child"; done; }
        for pid in $pids; do kill -KILL $(tree "$pid") 2>/dev/null; done
        rm -rf $folders
        """;

    private static readonly Lock Gate = new();
    private static StreamWriter? _pipe;

    public static void Add(int pid) => Write($"add {pid}");

    /// <param name="path">A folder whose path contains no white space; any other is not removed.</param>
    public static void AddFolder(string path)
    {
        if (!path.Any(char.IsWhiteSpace))
        {
            Write($"folder {path}");
        }
    }

    public static void Remove(int pid) => Write($"del {pid}");

    private static void Write(string line)
    {
        lock (Gate)
        {
            _pipe ??= Start();
            _pipe.WriteLine(line);
        }
    }

    private static StreamWriter Start()
    {
        // In its own session if possible, so that Ctrl-C in the terminal does not reach it.
        string[] shell = ["/bin/sh", "-c", Script];
        string[] command = Shell.Find("setsid") is { } setsid ? [setsid, .. shell] : shell;
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true };
        var pipe = Process.Start(start)!.StandardInput;
        pipe.AutoFlush = true;
        return pipe;
    }
}
