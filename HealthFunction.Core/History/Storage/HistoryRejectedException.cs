namespace HealthFunction.History.Storage;

/// <summary>The table will never take what was to be written, however often it is tried.</summary>
internal sealed class HistoryRejectedException(string message, Exception? innerException = null) : Exception(message, innerException);
