namespace HealthFunction.Formats.Status;

/// <summary>Text that is already markup and is not escaped: constants of this folder, and numbers.</summary>
internal readonly record struct Markup(string Text);
