namespace HealthFunction.Http;

/// <summary>
/// Answers GET requests of one route, each by itself. Only the verdict is answered this way: see <see cref="IRouteQuestions"/>.
/// </summary>
internal interface IRouteAnswers
{
    ValueTask<HttpAnswer> GetAsync(SurfaceRequest request);
}
