namespace HealthFunction.Http;

/// <summary>Answers POST, PATCH and DELETE of one route. Only callers that may change something get here.</summary>
internal interface IRouteChanges
{
    /// <param name="request">The request, with its body.</param>
    /// <param name="by">The name of the key or the user.</param>
    Task<HttpAnswer> ChangeAsync(SurfaceRequest request, string by);
}
