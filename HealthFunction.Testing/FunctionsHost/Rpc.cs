
namespace HealthFunction.Testing;

/// <summary>The numbers of messages and their fields in the host's protocol.</summary>
internal static class Rpc
{
    public const string Path = "/AzureFunctionsRpcMessages.FunctionRpc/EventStream";

    public const int RequestId = 1;

    /// <summary>The kinds of messages in the stream.</summary>
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

    /// <summary>The types of a parameter or an answer.</summary>
    public static class Data
    {
        public const int Text = 1;
        public const int Json = 2;
        public const int Bytes = 3;
        public const int Http = 5;
    }

    public static bool IsSuccess(ProtoMessage status) => status.Number(4) == 1;

    /// <summary>What the host logs of a status that is not a success.</summary>
    public static string Fault(ProtoMessage status) =>
        $"{status.Message(2).Text(5)}: {status.Message(2).Text(2)}\n{status.Message(2).Text(1)}";
}
