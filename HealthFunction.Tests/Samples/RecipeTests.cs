using HealthFunction.Testing;
using HealthFunction.Tests.Docs;
using HealthFunction.Tests.Reliability;

namespace HealthFunction.Tests.Samples;

[Collection(nameof(Timing))]
public sealed class RecipeTests
{
    private static readonly string[] Checks =
    [
        "sqlserver.shop", "mysql.shop", "mongodb.shop", "rabbitmq.orders", "servicebus.orders", "blob.invoices", "queue.orders", "cosmos.orders", "kafka.orders",
        "memcached.sessions",
    ];

    [Theory]
    [InlineData("a port that is closed")]
    [InlineData("a server that answers nothing")]
    public async Task Every_recipe_is_down_and_in_time_where_there_is(string what)
    {
        using var closed = PortLease.Take();
        await using var silent = FaultProxy.To(closed.Port);
        silent.Fault = Fault.Blackhole;
        await using var app = await StartAsync(what == "a port that is closed" ? closed.Port : silent.Port);

        for (var i = 0; i < 2; i++)
        {
            var answer = await Recipes.AskAsync(app);

            Assert.Equal(Checks, answer.Answer.Checks.Keys);
            Assert.DoesNotContain("UP", answer.Answer.Checks.Values);
            Assert.InRange(answer.Elapsed, TimeSpan.Zero, MatrixServers.Deadline + Timing.Slack);
        }
    }

    [Fact]
    public void Every_recipe_of_the_documents_is_one_that_is_compiled()
    {
        var compiled = Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples", "Recipes"), "*.cs").Select(file => Flat(File.ReadAllText(file))).ToList();
        var recipes = new MarkdownFile("docs/checks.md").Blocks("csharp").Where(block => block.Contains("health.Add", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(recipes);
        Assert.All(recipes, recipe => Assert.Contains(compiled, code => code.Contains(Flat(recipe), StringComparison.Ordinal)));
        Assert.All(Checks, check => Assert.Contains(recipes, recipe => recipe.Contains($"\"{check}\"", StringComparison.Ordinal)));
    }

    /// <summary>Without indentation.</summary>
    private static string Flat(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    private static Task<AppProcess> StartAsync(int port)
    {
        var address = FormattableString.Invariant($"127.0.0.1:{port}");
        var storage = $"DefaultEndpointsProtocol=http;AccountName=a;AccountKey=bm9ib2R5;BlobEndpoint=http://{address}/a;QueueEndpoint=http://{address}/a";
        return Recipes.StartAsync(new()
        {
            ["SqlServer"] = FormattableString.Invariant($"Server=127.0.0.1,{port};User ID=a;Password=b;Encrypt=false"),
            ["MySql"] = FormattableString.Invariant($"Server=127.0.0.1;Port={port};User ID=a;Password=b"),
            ["MongoDb"] = $"mongodb://{address}",
            ["RabbitMq"] = $"amqp://a:b@{address}/",
            ["ServiceBus"] = $"Endpoint=sb://{address};SharedAccessKeyName=a;SharedAccessKey=bm9ib2R5;UseDevelopmentEmulator=true",
            ["Blob"] = storage,
            ["Queue"] = storage,
            ["Cosmos"] = $"AccountEndpoint=https://{address}/;AccountKey=bm9ib2R5",
            ["Kafka"] = address,
            ["Memcached"] = address,
        });
    }
}
