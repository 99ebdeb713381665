using Azure.Core;
using Azure.Core.Pipeline;

namespace HealthFunction.Tests.History;

/// <summary>
/// Makes calls to storage fail: before the request is sent, or after the service has carried it out but before its answer arrives.
/// </summary>
internal sealed class FaultyPolicy(Func<StorageFault> next) : HttpPipelinePolicy
{
    public FaultyPolicy(int seed, double share)
        : this(Randomly(seed, share))
    {
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        switch (next())
        {
            case StorageFault.RequestLost:
                throw new IOException("The request was lost.");
            case StorageFault.AnswerLost:
                await ProcessNextAsync(message, pipeline);
                message.Response.Dispose();
                throw new IOException("The answer was lost.");
            case StorageFault.None:
                await ProcessNextAsync(message, pipeline);
                break;
        }
    }

    private static Func<StorageFault> Randomly(int seed, double share)
    {
        var random = new Random(seed);
        return () =>
        {
            lock (random)
            {
                return random.NextDouble() >= share ? StorageFault.None : random.Next(2) == 0 ? StorageFault.RequestLost : StorageFault.AnswerLost;
            }
        };
    }
}
