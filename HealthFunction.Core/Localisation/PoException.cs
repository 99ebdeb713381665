namespace HealthFunction.Localisation;

/// <summary>A catalog is not well-formed; the message names the file and the line.</summary>
internal sealed class PoException(string file, int line, string fault) : Exception($"{file}, line {line}: {fault}");
