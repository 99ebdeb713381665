using System.Security.Cryptography;
using System.Text;
using HealthFunction.Access;
using HealthFunction.Formats.History;
using HealthFunction.History.Plans;
using HealthFunction.History.Storage;
using HealthFunction.Http;

namespace HealthFunction.Formats.Plans;

/// <summary>Answers POST, PATCH and DELETE of <c>plans</c>.</summary>
internal sealed class PlanChanges(PlanBook book, PlanWriter writer, ChangeGate gate, TimeProvider time) : IRouteChanges
{
    private const string KeyHeader = "Idempotency-Key";
    private const int MaxKeyLength = 200;

    public static HttpAnswer Unknown(PlanBook book) => book.Tables.Any(table => table.Last is null || table.IsOld)
        ? Problem.Unavailable("There is no such plan in the tables that can be read now; not all of them can.")
        : Problem.NotFound("There is no plan with that id.");

    public async Task<HttpAnswer> ChangeAsync(SurfaceRequest request, string by)
    {
        var key = request.Header(KeyHeader);
        if (key is not null && (key.Length is 0 or > MaxKeyLength || !key.All(c => c is >= ' ' and <= '~')))
        {
            return Problem.BadParameter(KeyHeader, $"{KeyHeader} accepts 1 to {MaxKeyLength} ASCII characters.");
        }

        if (book.Own is null)
        {
            return Problem.Unavailable("No storage is configured for plans.");
        }

        var method = request.Method.ToUpperInvariant();
        ReadOnlyMemory<byte> body = default;
        if (method != "DELETE")
        {
            if (!IsJson(request.Header("Content-Type")))
            {
                return Problem.UnsupportedMediaType("A body is application/json.");
            }

            try
            {
                if (await RequestBody.ReadAsync(request, time).ConfigureAwait(false) is not { } read)
                {
                    return Problem.ContentTooLarge($"A body has at most {RequestBody.MaxLength} bytes.");
                }

                body = read;
            }
            catch (OperationCanceledException) when (!request.CallerGone.IsCancellationRequested)
            {
                return Problem.Timeout("The body did not come in time.");
            }
        }

        var fingerprint = Fingerprint(method, request.PathValue, body.Span);
        if (Read(method, request.PathValue ?? "", body, out var change) is { } fault)
        {
            return fault;
        }

        try
        {
            var (plan, why) = await writer.ChangeAsync(
                change! with { By = by, Address = gate.AddressOf(request)?.ToString(), IdempotencyKey = key, Fingerprint = fingerprint },
                request.CallerGone).ConfigureAwait(false);
            return plan is null ? Refused(why) : Done(method, plan);
        }
        catch (HistoryUnavailableException)
        {
            return Problem.Unavailable($"It is not known whether the change was made, because storage cannot be written now; with an {KeyHeader} it can be sent again.");
        }
        catch (HistoryRejectedException)
        {
            return Problem.BadRequest("Storage does not accept the plan.");
        }
    }

    private HttpAnswer? Read(string method, string id, ReadOnlyMemory<byte> body, out PlanChange? change)
    {
        change = null;
        if (method == "POST" ? id.Length > 0 : !PlanKeys.IsId(id))
        {
            return method == "POST" ? Problem.BadRequest("A new plan is posted to plans.") : Unknown(book);
        }

        if (method == "DELETE")
        {
            change = Change(PlanAction.Ended, id, plan => PlanPatch.End(plan, time.GetUtcNow()));
            return null;
        }

        using var json = PlanDraft.Parse(body);
        if (json is null)
        {
            return Problem.BadRequest("The body is no JSON object, or a member of it occurs twice.");
        }

        var reader = new BodyReader(json.RootElement);
        var now = time.GetUtcNow();
        if (method == "POST")
        {
            if (PlanDraft.Read(reader, book, now) is { } plan)
            {
                change = Change(PlanAction.Created, plan.Id, _ => (plan, null));
            }
        }
        else if (PlanPatch.Read(reader, now) is { } patch)
        {
            change = Change(PlanAction.Changed, id, plan => patch.Apply(plan, time.GetUtcNow()));
        }

        return reader.Fault;
    }

    private static PlanChange Change(PlanAction action, string id, Func<Plan?, (Plan?, PlanFault?)> apply) =>
        new() { Action = action, PlanId = id, Apply = apply, By = "", Fingerprint = "" };

    private HttpAnswer Done(string method, Plan plan)
    {
        var answer = HistoryQueries.Json(PlanJson.Write(book, plan, time.GetUtcNow()));
        return method == "POST" ? answer with { Status = 201, Headers = [.. answer.Headers, new("Location", $"plans/{plan.Id}")] } : answer;
    }

    private HttpAnswer Refused(PlanFault? fault) => fault switch
    {
        PlanFault.Unknown or PlanFault.NotKnownNow => Unknown(book),
        PlanFault.Over => Problem.Conflict("The plan is over."),
        PlanFault.TooMany => Problem.Conflict($"There are as many as there can be: {PlanWriter.MaxPlans} plans, {Plan.MaxEntries} texts of a note."),
        PlanFault.NotOfItsKind => Problem.Conflict("A note has no end, other plans have no further texts, and a marking is deleted and made again."),
        PlanFault.WrongEnd => Problem.Conflict("The plan would end before it begins, or last too long."),
        _ => Problem.Unprocessable($"The same {KeyHeader} came with another request before."),
    };

    private static bool IsJson(string? contentType) =>
        contentType?.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase) == true;

    private static string Fingerprint(string method, string? id, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{method} {id}\n"));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
