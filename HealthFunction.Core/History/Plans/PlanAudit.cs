using HealthFunction.History.Storage;

namespace HealthFunction.History.Plans;

/// <summary>One change as it was made. Its row is added with the change and never altered.</summary>
internal sealed record PlanAudit(DateTimeOffset At, PlanAction Action, string By, string? Address, string Change, Plan Plan)
{
    private const string ByColumn = "By";
    private const string ActionColumn = "Action";
    private const string AddressColumn = "Address";
    private const string ChangeColumn = "Change";

    public Row ToRow()
    {
        var row = PlanRow.From(Plan, PlanKeys.Change(At, Change));
        row.Put(ByColumn, By);
        row.Put(ActionColumn, Action.ToString());
        row.Put(ChangeColumn, Change);
        if (Address is not null)
        {
            row.Put(AddressColumn, Address);
        }

        return row;
    }

    /// <summary>Null if this app did not write the row.</summary>
    public static PlanAudit? Read(Row row)
    {
        try
        {
            var plan = PlanRow.Read(row);
            return Enum.TryParse<PlanAction>(row.Text(ActionColumn), out var action)
                ? new PlanAudit(plan.Changed, action, row.Text(ByColumn) ?? "", row.Text(AddressColumn), row.Text(ChangeColumn) ?? "", plan)
                : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
