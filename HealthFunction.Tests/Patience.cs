namespace HealthFunction.Tests;

/// <summary>Turns a wait for something that never happens into a failure instead of a hang.</summary>
internal static class Patience
{
    public static CancellationToken Token
    {
        get
        {
            var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(TimeSpan.FromSeconds(20));
            return patience.Token;
        }
    }
}
