namespace HealthFunction.History.Days;

/// <summary>A tagged piece of an encoded day.</summary>
internal readonly record struct DaySection(int Tag, byte[] Content);
