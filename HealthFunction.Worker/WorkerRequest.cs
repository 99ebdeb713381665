using System.Net;
using HealthFunction.Http;
using Microsoft.Azure.Functions.Worker.Http;

namespace HealthFunction.Worker;

internal sealed class WorkerRequest(HttpRequestData request, string? pathValue, bool needsKey) : SurfaceRequest
{
    /// <summary>The host's own identity of a caller with a key; others, such as users of a sign-in, admit to nothing here.</summary>
    private const string KeyIdentity = "WebJobsAuthLevel";

    private const string KeyName = "http://schemas.microsoft.com/2017/07/functions/claims/keyid";
    private const string UnnamedKey = "function key";

    public override string Method => request.Method;

    public override string? PathValue => pathValue;

    /// <summary>
    /// Unknown to the worker: callers connect to the platform's front end, which appends their address to X-Forwarded-For.
    /// </summary>
    public override IPAddress? Peer => null;

    public override string? AdmittedAs
    {
        get
        {
            var name = request.Identities.Where(i => i.AuthenticationType == KeyIdentity).Select(i => i.FindFirst(KeyName)?.Value).FirstOrDefault(n => n is not null);
            return name ?? (needsKey ? UnnamedKey : null);
        }
    }

    public override Stream Body => request.Body;

    public override CancellationToken CallerGone => request.FunctionContext.CancellationToken;

    protected override string QueryString => request.Url.Query;

    public override string? Header(string name) =>
        request.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
