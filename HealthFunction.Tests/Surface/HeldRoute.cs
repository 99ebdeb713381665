using System.Text;
using HealthFunction.Http;
using HealthFunction.Testing;

namespace HealthFunction.Tests.Surface;

/// <summary>Computes nothing until the test releases it.</summary>
internal sealed class HeldRoute : IRouteQuestions
{
    private readonly Lock _lock = new();
    private readonly List<string> _reached = [];
    private readonly Dictionary<string, TaskCompletionSource> _gates = [];
    private int _atWork;

    public int Status { get; set; } = 200;

    public int Length { get; set; }

    public int MaxAtOnce { get; private set; }

    public int Computed { get; private set; }

    public IReadOnlyList<string> Reached
    {
        get
        {
            lock (_lock)
            {
                return [.. _reached];
            }
        }
    }

    public Question Read(SurfaceRequest request) => Question.For(request.PathValue!, token => ComputeAsync(request.PathValue!, token));

    public Task ReachedAsync(int count) => Until.TrueAsync(() => Reached.Count >= count, $"{count} are computed");

    public void Release(string key) => Gate(key).TrySetResult();

    public void Fail(string key) => Gate(key).TrySetException(new InvalidOperationException("It fails."));

    private async ValueTask<HttpAnswer> ComputeAsync(string key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _reached.Add(key);
            MaxAtOnce = Math.Max(MaxAtOnce, ++_atWork);
            Computed++;
        }

        try
        {
            await Gate(key).Task.WaitAsync(cancellationToken);
            return new HttpAnswer(Status) { Body = Encoding.ASCII.GetBytes(new string('x', Length)) };
        }
        finally
        {
            lock (_lock)
            {
                _atWork--;
                _gates.Remove(key);
            }
        }
    }

    private TaskCompletionSource Gate(string key)
    {
        lock (_lock)
        {
            if (!_gates.TryGetValue(key, out var gate))
            {
                gate = _gates[key] = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return gate;
        }
    }
}
