namespace HealthFunction.History.Plans;

/// <summary>One text of a note, and the state from then on.</summary>
internal sealed record NoteEntry(DateTimeOffset At, NoteState State, string Text);
