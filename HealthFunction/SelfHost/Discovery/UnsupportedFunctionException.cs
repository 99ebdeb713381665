namespace HealthFunction.SelfHost.Discovery;

/// <summary>A method marked as a function that this host cannot serve; the message is half a sentence that says why.</summary>
internal sealed class UnsupportedFunctionException(string message, Exception? innerException = null) : Exception(message, innerException);
