namespace HealthFunction.Tests.History;

internal enum StorageFault
{
    None,

    /// <summary>The service never sees the request.</summary>
    RequestLost,

    /// <summary>The service carries out the request, and its answer does not arrive.</summary>
    AnswerLost,
}
