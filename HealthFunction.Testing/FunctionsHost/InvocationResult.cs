
namespace HealthFunction.Testing;

/// <summary>What became of an invocation.</summary>
internal sealed class InvocationResult(ProtoMessage response)
{
    public bool IsSuccess => Rpc.IsSuccess(response.Message(3));

    /// <summary>The exception's text where it is no success: what the host logs.</summary>
    public string Fault => Rpc.Fault(response.Message(3));

    /// <summary>What an HTTP function answers.</summary>
    /// <param name="withBody">Not after HEAD, when the host's server sends none, whatever a function wrote.</param>
    public HttpResponseMessage ToHttp(bool withBody = true) => RpcHttp.ReadResponse(response.Message(4).Message(Rpc.Data.Http), withBody);
}
