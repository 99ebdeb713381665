namespace HealthFunction.Tests.Reliability;

/// <summary>The observations of one fault.</summary>
internal sealed record MatrixRow(string Check, string Fault)
{
    /// <summary>The check's verdict, with its error text.</summary>
    public string Verdict { get; set; } = "";

    public string Others { get; set; } = "";

    public TimeSpan Slowest { get; set; }

    /// <summary>From the end of the fault to the first answer that was UP.</summary>
    public TimeSpan? UpAfter { get; set; }

    /// <summary>Which answer after the fault's end was the first that was UP, counted from 1.</summary>
    public int UpAnswer { get; set; }
}
