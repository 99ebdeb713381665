namespace HealthFunction.Checks;

/// <summary>Whether the deployment is out of rotation now. The setting wins over plans.</summary>
internal sealed class DrainSwitch(CheckOptions options, IDrainPlans plans)
{
    /// <summary>Why it is out of rotation; null if it is not.</summary>
    public DrainReason? Reason => options.Drain ?? plans.Current;
}
