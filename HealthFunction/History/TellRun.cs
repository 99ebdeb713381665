namespace HealthFunction.History;

/// <summary>Is told each run once, when it has been made. It throws nothing that the host did not ask for.</summary>
internal delegate Task TellRun(RecordedRun run, CancellationToken cancellationToken);
