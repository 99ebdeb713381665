namespace HealthFunction.Http;

/// <summary>
/// Reads GET requests of one route. The question's key has to contain everything that the answer depends on: callers with equal keys
/// share one answer, which is computed once for all of them. For conditional requests an answer with a tag is enough.
/// </summary>
internal interface IRouteQuestions
{
    Question Read(SurfaceRequest request);
}
