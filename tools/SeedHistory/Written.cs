namespace HealthFunction.SeedHistory;

/// <summary>How much was written.</summary>
internal sealed record Written(int Days, int DayRows, int RunRows, long DayBytes, int Transactions);
