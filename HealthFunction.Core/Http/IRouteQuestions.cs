namespace HealthFunction.Http;

/// <summary>
/// Reads GET requests of one route. What the answer depends on has to be in the question's key: callers with equal keys share one
/// answer, which is computed once for all of them. Conditional requests need no care, an answer with a tag is enough.
/// </summary>
internal interface IRouteQuestions
{
    Question Read(SurfaceRequest request);
}
