using HealthFunction.History.Storage;

namespace HealthFunction.History.Fleet;

/// <summary>The tables of the fleet: the app's own first, where its history is kept, then the others in configured order.</summary>
internal sealed record FleetStores(IReadOnlyList<HistoryStore> All);
