namespace HealthFunction.Testing;

/// <summary>A run of the tests that need no server, which <c>./test.sh --fast</c> asks for.</summary>
internal static class FastRun
{
    /// <summary>xunit counts a test as skipped when its exception begins with this.</summary>
    private const string Skipped = "$XunitDynamicSkip$";

    private static readonly bool IsOn = Environment.GetEnvironmentVariable("HEALTHFUNCTION_FAST") == "1";

    /// <summary>Leaves out the test that is running, if this is a fast run.</summary>
    public static void LeaveOut(string what)
    {
        if (IsOn)
        {
            throw new InvalidOperationException($"{Skipped}It needs {what}, which ./test.sh --fast leaves out.");
        }
    }
}
