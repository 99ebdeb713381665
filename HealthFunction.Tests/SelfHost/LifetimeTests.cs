using System.Net;
using System.Net.Sockets;
using HealthFunction.SelfHost;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HealthFunction.Tests.SelfHost;

public sealed class LifetimeTests
{
    [Fact]
    public async Task Functions_are_listed_once_the_host_listens()
    {
        await using var host = await HostUnderTest.StartAsync<Functions>(services: services => services.AddSingleton(new Gate()));

        var root = host.Address().GetLeftPart(UriPartial.Authority);
        Assert.Equal(
            $"""

            Functions:

            	bare: {root}/api/bare

            	gated: [GET,HEAD] {root}/api/gated/{"{name?}"}

            	startup: timerTrigger

            Self-host listening on {root}

            """,
            host.Output.ToString());
    }

    [Fact]
    public async Task Every_address_is_listed_as_one_that_can_be_opened()
    {
        await using var host = new HostUnderTest { Arguments = ["--port", "0", "--address", "0.0.0.0"], Services = services => services.AddSingleton(new Gate()) };

        await host.StartAsync(typeof(Functions));

        Assert.Contains($"Self-host listening on http://localhost:{host.Address().Port}", host.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_one_line_and_exit_code_1_and_nothing_has_run()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var gate = new Gate();
        await using var host = new HostUnderTest { Arguments = ["-p", $"{port}"], Services = services => services.AddSingleton(gate) };

        var fault = await Assert.ThrowsAsync<StartupException>(() => host.StartAsync(typeof(Functions)));

        Assert.Equal((1, $"Port {port} on 127.0.0.1 is in use. Stop what listens there, or choose another with --port."), (fault.ExitCode, fault.Message));
        Assert.False(gate.Started.Task.IsCompleted);
        Assert.Empty(host.Logs.Entries);
        Assert.Equal("", host.Output.ToString());
    }

    [Fact]
    public async Task A_setting_that_is_wrong_stops_the_start_before_the_host_listens()
    {
        var gate = new Gate();
        await using var host = new HostUnderTest();
        var builder = host.CreateBuilder(typeof(Functions));
        builder.Services.AddSingleton(gate);
        builder.Services.AddOptions<Unfulfilled>().Validate(_ => false, "Setting X takes Y.").ValidateOnStart();

        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => builder.Build().RunAsync(Patience.Token));

        Assert.Equal("Setting X takes Y.", fault.Message);
        Assert.False(gate.Started.Task.IsCompleted);
        Assert.DoesNotContain("listening", host.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Being_told_to_stop_before_it_listens_ends_the_host_without_a_failure()
    {
        await using var host = new HostUnderTest();
        var builder = host.CreateBuilder(typeof(Functions));
        builder.Services.AddSingleton(new Gate());
        builder.Services.AddHostedService<StopsAtStart>();

        await builder.Build().RunAsync(Patience.Token);

        Assert.DoesNotContain("listening", host.Output.ToString(), StringComparison.Ordinal);
        Assert.Empty(host.Logs.Entries);
    }

    [Fact]
    public async Task A_request_that_is_under_way_completes_when_the_host_stops_and_no_new_one_is_taken()
    {
        var gate = new Gate();
        await using var host = await HostUnderTest.StartAsync<Functions>(services: services => services.AddSingleton(gate));
        var request = host.SendAsync("GET", "/api/gated");
        await gate.Entered.Task.WaitAsync(Patience.Token);

        var stop = host.Host.StopAsync(Patience.Token);
        await UntilRefusedAsync(host.Address());
        Assert.False(stop.IsCompleted);
        gate.Open.SetResult();
        using var answer = await request;
        await stop;

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(gate.Cancelled.Task.IsCompleted);
    }

    [Fact]
    public async Task A_request_that_does_not_end_is_cut_off_when_the_grace_is_over()
    {
        var gate = new Gate();
        await using var host = await HostUnderTest.StartAsync<Functions>(services: services => services
            .AddSingleton(gate)
            .Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(100)));
        var request = host.SendAsync("GET", "/api/gated");
        await gate.Entered.Task.WaitAsync(Patience.Token);

        await host.Host.StopAsync(Patience.Token);

        await Assert.ThrowsAsync<HttpRequestException>(() => request);
        await gate.Cancelled.Task.WaitAsync(Patience.Token);
        gate.Open.SetResult();
    }

    [Fact]
    public async Task The_grace_is_no_longer_than_the_real_hosts()
    {
        await using var host = await HostUnderTest.StartAsync<Functions>(services: services => services.AddSingleton(new Gate()));

        Assert.InRange(host.Host.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout.TotalSeconds, 5, 10);
    }

    private static async Task UntilRefusedAsync(Uri address)
    {
        while (true)
        {
            try
            {
                await (await RawConnection.OpenAsync(address)).DisposeAsync();
            }
            catch (SocketException)
            {
                return;
            }
        }
    }

    internal sealed class Unfulfilled;

    private sealed class StopsAtStart(IHostApplicationLifetime lifetime) : BackgroundService
    {
        public override Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime.StopApplication();
            return Task.CompletedTask;
        }

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
    }

    internal sealed class Gate
    {
        public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    internal sealed class Functions(Gate gate)
    {
        [Function("gated")]
        public async Task<HttpResponseData> Gated([HttpTrigger("get", "head", Route = "gated/{name?}")] HttpRequestData request, FunctionContext context)
        {
            await using var registration = context.CancellationToken.Register(() => gate.Cancelled.TrySetResult());
            gate.Entered.SetResult();
            await gate.Open.Task;
            return request.CreateResponse();
        }

        [Function("bare")]
        public static Task Bare([HttpTrigger] HttpRequestData request) => Task.CompletedTask;

        [Function("startup")]
        public void Startup([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer) => gate.Started.TrySetResult();
    }
}
