namespace HealthFunction.Checks;

/// <summary>How much callers learn about a failure.</summary>
internal enum ErrorDetail
{
    /// <summary>A text of the closed vocabulary.</summary>
    Brief,

    /// <summary>The exception's message as well, secrets scrubbed: for endpoints that are not public.</summary>
    Full,
}
