namespace HealthFunction.Checks;

/// <summary>The drains that are planned other than by a setting.</summary>
internal interface IDrainPlans
{
    /// <summary>Why the deployment is out of rotation now; null if it is not. It is read from memory, because verdicts ask for it.</summary>
    DrainReason? Current { get; }
}

/// <summary>Used when only settings can drain.</summary>
internal sealed class NoDrainPlans : IDrainPlans
{
    public DrainReason? Current => null;
}
