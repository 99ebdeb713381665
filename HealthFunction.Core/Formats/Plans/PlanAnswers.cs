using HealthFunction.Access;
using HealthFunction.Checks;
using HealthFunction.Formats.History;
using HealthFunction.History.Maintenance;
using HealthFunction.History.Plans;
using HealthFunction.History.Storage;
using HealthFunction.Http;

namespace HealthFunction.Formats.Plans;

/// <summary>Answers GET of <c>plans</c>: from memory, except for the audit, which needs the key.</summary>
internal sealed class PlanAnswers(
    PlanBook book, PlanWriter writer, ChangeGate gate, CheckOptions options, MaintenanceSchedule windows, TimeProvider time) : IRouteQuestions
{
    /// <summary>How many changes are listed.</summary>
    private const int MaxChanges = 1000;

    public Question Read(SurfaceRequest request)
    {
        var query = new QueryReader(request.Query);
        var audit = query.Text("audit", "true");
        if (audit is not (null or "true"))
        {
            query.Refuse("audit", "audit accepts true.");
        }

        // The host's own way to send a key; it has read it.
        _ = query.Text("code", "a key");
        query.RefuseOthers();
        if (query.Fault is { } fault)
        {
            return Question.Answered(fault);
        }

        if (audit is not null)
        {
            return gate.WhoChanges(request) is null ? Question.Answered(gate.Refuse(request)) : Question.For("audit", AuditAsync);
        }

        return string.IsNullOrEmpty(request.PathValue)
            ? Question.For("plans", _ => new(HistoryQueries.Json(PlanJson.Write(book, options.Drain, windows, time.GetUtcNow()))))
            : Question.Answered(One(request.PathValue));
    }

    private HttpAnswer One(string id) => book.Find(id) is { } plan
        ? HistoryQueries.Json(PlanJson.Write(book, plan, time.GetUtcNow()))
        : PlanChanges.Unknown(book);

    private async ValueTask<HttpAnswer> AuditAsync(CancellationToken cancellationToken)
    {
        try
        {
            return HistoryQueries.Json(PlanJson.Write(await writer.ChangesAsync(MaxChanges, cancellationToken).ConfigureAwait(false)));
        }
        catch (HistoryUnavailableException)
        {
            return Problem.Unavailable("The changes cannot be read now.");
        }
    }
}
