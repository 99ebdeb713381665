namespace HealthFunction.Tests;

/// <summary>Makes a wait for something that never comes a failure and not a hang.</summary>
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
