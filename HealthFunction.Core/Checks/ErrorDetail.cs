namespace HealthFunction.Checks;

/// <summary>How much a caller is told of a failure.</summary>
internal enum ErrorDetail
{
    /// <summary>A text of the closed vocabulary.</summary>
    Brief,

    /// <summary>The exception's message as well, secrets scrubbed: for those who run it behind their own wall.</summary>
    Full,
}
