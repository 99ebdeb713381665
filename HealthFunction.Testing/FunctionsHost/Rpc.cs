
namespace HealthFunction.Testing;

/// <summary>The numbers that the host's protocol gives to the kinds of message and to their fields.</summary>
internal static class Rpc
{
    public const string Path = "/AzureFunctionsRpcMessages.FunctionRpc/EventStream";

    public const int RequestId = 1;

    /// <summary>What a message of the stream can be.</summary>
    public static class Kind
    {
        public const int Log = 2;
        public const int InvocationRequest = 4;
        public const int InvocationResponse = 5;
        public const int FunctionLoadRequest = 8;
        public const int FunctionLoadResponse = 9;
        public const int Terminate = 14;
        public const int InitResponse = 16;
        public const int InitRequest = 17;
        public const int StartStream = 20;
        public const int InvocationCancel = 21;
        public const int MetadataRequest = 29;
        public const int MetadataResponse = 30;
    }

    /// <summary>The values that a parameter or an answer can be.</summary>
    public static class Data
    {
        public const int Text = 1;
        public const int Json = 2;
        public const int Bytes = 3;
        public const int Http = 5;
    }

    public static bool IsSuccess(ProtoMessage status) => status.Number(4) == 1;

    /// <summary>What the host has to log of a status that is no success.</summary>
    public static string Fault(ProtoMessage status) =>
        $"{status.Message(2).Text(5)}: {status.Message(2).Text(2)}\n{status.Message(2).Text(1)}";
}
