
namespace HealthFunction.Testing;

/// <summary>The result of an invocation.</summary>
internal sealed class InvocationResult(ProtoMessage response)
{
    public bool IsSuccess => Rpc.IsSuccess(response.Message(3));

    /// <summary>The exception's text if the invocation failed: what the host logs.</summary>
    public string Fault => Rpc.Fault(response.Message(3));

    /// <summary>The answer of an HTTP function.</summary>
    /// <param name="withBody">False after HEAD: the host's server then sends no body, whatever a function wrote.</param>
    public HttpResponseMessage ToHttp(bool withBody = true) => RpcHttp.ReadResponse(response.Message(4).Message(Rpc.Data.Http), withBody);
}
