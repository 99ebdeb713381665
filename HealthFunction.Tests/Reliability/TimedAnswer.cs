using HealthFunction.Tests.EndToEnd;

namespace HealthFunction.Tests.Reliability;

internal sealed record TimedAnswer(Answer Answer, TimeSpan Elapsed);
