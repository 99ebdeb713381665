// Signals and POSIX file modes: run this under WSL there.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
