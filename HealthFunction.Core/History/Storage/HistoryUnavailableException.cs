namespace HealthFunction.History.Storage;

/// <summary>The table cannot be read or written now; what could not be written waits.</summary>
internal sealed class HistoryUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
