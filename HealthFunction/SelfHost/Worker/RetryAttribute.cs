namespace Microsoft.Azure.Functions.Worker;

[AttributeUsage(AttributeTargets.Method)]
public abstract class RetryAttribute : Attribute
{
    /// <summary>How often a failed run is run again; -1 is without end.</summary>
    public int MaxRetryCount { get; set; }

    private protected static TimeSpan Interval(string value, string parameter)
    {
        if (!TimeSpan.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var interval) || interval < TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(parameter, value, "It takes a time span that is not negative, such as 00:00:10.");
        }

        return interval;
    }
}
