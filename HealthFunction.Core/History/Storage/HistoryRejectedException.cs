namespace HealthFunction.History.Storage;

/// <summary>The table will never accept these changes, so a retry is useless.</summary>
internal sealed class HistoryRejectedException(string message, Exception? innerException = null) : Exception(message, innerException);
