namespace HealthFunction.Tests.Docs;

/// <summary>How the tests try a command of the documents.</summary>
internal enum Trial
{
    /// <summary>It is run in a fresh checkout while the demo runs, and has to succeed.</summary>
    WithTheDemo,

    /// <summary>It is what starts that demo.</summary>
    AsTheDemo,

    /// <summary>It is, or would run, these tests or a benchmark. The program that it names has to exist.</summary>
    Elsewhere,

    /// <summary>It needs Azure, a container engine or another server. It has to be shell.</summary>
    Syntax,
}
