using HealthFunction.SelfHost;
using HealthFunction.SelfHost.Discovery;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace HealthFunction.Tests.SelfHost;

public sealed class FunctionFinderTests
{
    public static TheoryData<Type, string> Unsupported => new()
    {
        { typeof(NotPublic), "the method is not public" },
        { typeof(NoTrigger), "it has no parameter with an HttpTrigger or a TimerTrigger" },
        { typeof(TwoTriggers), "it has more than one trigger" },
        { typeof(WrongTriggerType), "its trigger 'request' is a String; this host takes HttpRequestData" },
        { typeof(UnknownParameter), "its parameter 'other' (Int32) is not the trigger, a FunctionContext, a CancellationToken or a string named in the route" },
        { typeof(NotInTheRoute), "its parameter 'other' (String) is not the trigger, a FunctionContext, a CancellationToken or a string named in the route" },
        { typeof(WrongReturn), "it returns String; this trigger takes Task<HttpResponseData>, HttpResponseData, Task, void" },
        { typeof(TimerWithAnswer), "it returns HttpResponseData; this trigger takes Task, void" },
        { typeof(AsyncVoid), "it is async void, whose end and failure nobody can see; return Task" },
        { typeof(AbstractClass), "the method's type is no class that can be created" },
        { typeof(NoConstructor), "its class has no public constructor" },
        { typeof(Generic<>), "a generic method or class has no function" },
        { typeof(BadName), "a name starts with a letter and takes up to 128 letters, digits, _ and -, and is not 'host'" },
        { typeof(BadRoute), "its route 'a/{b' is malformed" },
        { typeof(RetriedHttp), "an HTTP trigger takes no retries" },
        { typeof(SameName), $"{typeof(SameName)}.One has the same name" },
    };

    [Theory]
    [MemberData(nameof(Unsupported))]
    public void A_function_that_cannot_be_served_stops_the_start_and_says_why(Type type, string fault)
    {
        var thrown = Assert.Throws<StartupException>(() => FunctionFinder.Find([type]));

        Assert.Equal(1, thrown.ExitCode);
        Assert.StartsWith("Function '", thrown.Message, StringComparison.Ordinal);
        Assert.Contains($"): {fault}", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', thrown.Message);
    }

    [Fact]
    public void Two_functions_that_take_the_same_requests_stop_the_start()
    {
        var thrown = Assert.Throws<StartupException>(() => FunctionFinder.Find([typeof(SameRoute)]));

        Assert.Equal("Functions 'One' and 'Two' both take GET of 'A/{y}/'.", thrown.Message);
    }

    [Fact]
    public void Every_fault_has_its_line()
    {
        var thrown = Assert.Throws<StartupException>(() => FunctionFinder.Find([typeof(NotPublic), typeof(NoTrigger), typeof(AsyncVoid)]));

        Assert.Equal(3, thrown.Message.Split(Environment.NewLine).Length);
    }

    [Fact]
    public void What_is_marked_as_a_function_is_found_and_nothing_else()
    {
        var found = FunctionFinder.Find([typeof(Fine), typeof(string)]);

        Assert.Equal([("Answer", "a/{name}", "GET,HEAD"), ("Bare", "Bare", "")], found.Http
            .Select(http => (http.Descriptor.Name, http.Route.RawText, string.Join(',', http.Methods)))
            .OrderBy(http => http.Name, StringComparer.Ordinal));
        var timer = Assert.Single(found.Timers);
        Assert.Equal(("Tick", "0 * * * * *", 3), (timer.Descriptor.Name, timer.Trigger.Schedule, timer.Retry?.MaxRetryCount));
        Assert.Equal($"{typeof(Fine).FullName}.Tick", timer.Descriptor.EntryPoint);
    }

#pragma warning disable xUnit1013, CA1822, IDE0060, IDE0051 // Read by reflection only.
    internal sealed class Fine
    {
        [Function("Answer")]
        public HttpResponseData Answer(
            [HttpTrigger("get", "head", "GET", Route = "a/{name}")] HttpRequestData request, string NAME, FunctionContext context, CancellationToken token) =>
            request.CreateResponse();

        [Function("Bare")]
        public static Task Bare([HttpTrigger] HttpRequestData request) => Task.CompletedTask;

        [Function("Tick"), FixedDelayRetry(3, "00:00:01")]
        public void Tick([TimerTrigger("0 * * * * *")] TimerInfo timer)
        {
        }

        public void Other([HttpTrigger] HttpRequestData request)
        {
        }
    }

    internal sealed class NotPublic
    {
        [Function("f")]
        internal Task Run([HttpTrigger] HttpRequestData request) => Task.CompletedTask;
    }

    internal sealed class NoTrigger
    {
        [Function("f")]
        public Task Run(HttpRequestData request) => Task.CompletedTask;
    }

    internal sealed class TwoTriggers
    {
        [Function("f")]
        public Task Run([HttpTrigger] HttpRequestData request, [HttpTrigger] HttpRequestData other) => Task.CompletedTask;
    }

    internal sealed class WrongTriggerType
    {
        [Function("f")]
        public Task Run([HttpTrigger] string request) => Task.CompletedTask;
    }

    internal sealed class UnknownParameter
    {
        [Function("f")]
        public Task Run([HttpTrigger] HttpRequestData request, int other) => Task.CompletedTask;
    }

    internal sealed class NotInTheRoute
    {
        [Function("f")]
        public Task Run([HttpTrigger(Route = "a/{name}")] HttpRequestData request, string other) => Task.CompletedTask;
    }

    internal sealed class WrongReturn
    {
        [Function("f")]
        public string Run([HttpTrigger] HttpRequestData request) => "";
    }

    internal sealed class TimerWithAnswer
    {
        [Function("f")]
        public HttpResponseData? Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => null;
    }

    internal sealed class AsyncVoid
    {
        [Function("f")]
        public async void Run([HttpTrigger] HttpRequestData request) => await Task.Yield();
    }

    internal sealed class NoConstructor
    {
        private NoConstructor()
        {
        }

        [Function("f")]
        public Task Run([HttpTrigger] HttpRequestData request) => Task.CompletedTask;
    }

    internal abstract class AbstractClass
    {
        [Function("f")]
        public Task Run([HttpTrigger] HttpRequestData request) => Task.CompletedTask;
    }

    internal sealed class Generic<T>
    {
        [Function("f")]
        public Task Run([HttpTrigger] HttpRequestData request) => Task.CompletedTask;
    }

    internal sealed class BadName
    {
        [Function("host")]
        public Task Run([HttpTrigger] HttpRequestData request) => Task.CompletedTask;
    }

    internal sealed class BadRoute
    {
        [Function("f")]
        public Task Run([HttpTrigger(Route = "a/{b")] HttpRequestData request) => Task.CompletedTask;
    }

    internal sealed class RetriedHttp
    {
        [Function("f"), FixedDelayRetry(1, "00:00:01")]
        public Task Run([HttpTrigger] HttpRequestData request) => Task.CompletedTask;
    }

    internal sealed class SameName
    {
        [Function("Same")]
        public Task One([HttpTrigger(Route = "a")] HttpRequestData request) => Task.CompletedTask;

        [Function("same")]
        public Task Two([HttpTrigger(Route = "b")] HttpRequestData request) => Task.CompletedTask;
    }

    internal sealed class SameRoute
    {
        [Function("One")]
        public Task One([HttpTrigger("get", "head", Route = "a/{x}")] HttpRequestData request) => Task.CompletedTask;

        [Function("Two")]
        public Task Two([HttpTrigger("post", "get", Route = "A/{y}/")] HttpRequestData request) => Task.CompletedTask;

        [Function("Three")]
        public Task Three([HttpTrigger("put", Route = "a/{z}")] HttpRequestData request) => Task.CompletedTask;

        [Function("Four")]
        public Task Four([HttpTrigger("get", Route = "a/{z:int}")] HttpRequestData request) => Task.CompletedTask;
    }
#pragma warning restore xUnit1013, CA1822, IDE0060, IDE0051
}
