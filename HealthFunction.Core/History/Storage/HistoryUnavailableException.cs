namespace HealthFunction.History.Storage;

/// <summary>The table cannot be read or written now; runs that could not be written wait.</summary>
internal sealed class HistoryUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
