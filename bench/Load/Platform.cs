// Signals and POSIX file modes, as in the tests.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
