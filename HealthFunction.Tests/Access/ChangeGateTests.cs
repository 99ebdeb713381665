using System.Net;
using System.Text.Json;
using HealthFunction.Access;
using HealthFunction.Tests.Checks;
using HealthFunction.Tests.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HealthFunction.Tests.Access;

/// <summary>Who may change plans, and what the others get.</summary>
public sealed class ChangeGateTests : IDisposable
{
    private const string Key = "0123456789abcdef";

    private readonly FakeTimeProvider _time = new();
    private readonly CollectingLoggerProvider _log = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData(Key, "Health__AdminKey")]
    [InlineData("0123456789abcdeF", null)]
    [InlineData("0123456789abcde", null)]
    [InlineData(Key + "0", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Only_the_whole_key_admits_a_caller_and_its_name_stands_in_the_audit(string? given, string? who) =>
        Assert.Equal(who, Gate(Key).WhoChanges(Request(given)));

    [Fact]
    public void A_key_may_have_200_characters()
    {
        var longest = new string('k', AdminKeyOptions.MaxLength);

        Assert.Equal("Health__AdminKey", Gate(longest).WhoChanges(Request(longest)));
    }

    [Fact]
    public void A_caller_whom_the_host_admitted_has_the_name_that_the_host_gave_with_the_key_and_without()
    {
        Assert.Equal("alice", Gate(Key).WhoChanges(new StubRequest() { Admitted = "alice" }));
        Assert.Equal("alice", Gate(Key).WhoChanges(new StubRequest(headers: [(ChangeGate.KeyHeader, Key)]) { Admitted = "alice" }));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(Key)]
    public void Without_a_key_of_its_own_the_app_admits_no_key(string? given) => Assert.Null(Gate(null).WhoChanges(Request(given)));

    [Theory]
    [InlineData(Key, "Changes need the key, in the header x-functions-key.")]
    [InlineData(null, "Changes need a caller that the app has authorized; this one has no key of its own (Health__AdminKey).")]
    public void A_refusal_says_what_is_needed(string? key, string detail)
    {
        var answer = Gate(key).Refuse(Request("wrong"));

        using var problem = JsonDocument.Parse(answer.Body);
        Assert.Equal((401, detail), (answer.Status, problem.RootElement.GetProperty("detail").GetString()));
    }

    [Fact]
    public void Refusals_are_logged_with_the_callers_address_once_a_minute_and_counted_in_between()
    {
        var gate = Gate(Key);
        for (var i = 0; i < 10; i++)
        {
            gate.Refuse(Request("wrong", "203.0.113.9"));
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        gate.Refuse(Request("wrong", "nonsense"));

        Assert.Equal(
            [
                "Refused a change that 203.0.113.9 asked for without a key or with a wrong one (0 more since this was last logged)",
                "Refused a change that unknown asked for without a key or with a wrong one (9 more since this was last logged)",
            ],
            _log.Entries.Select(entry => entry.Text));
    }

    [Fact]
    public void The_address_is_taken_from_the_header_only_behind_a_trusted_proxy()
    {
        var (proxy, other) = (IPAddress.Parse("10.0.0.1"), IPAddress.Parse("10.0.0.2"));

        Assert.Equal(IPAddress.Parse("203.0.113.9"), Gate(Key).AddressOf(Request(Key, "203.0.113.9", proxy)));
        Assert.Equal(other, Gate(Key).AddressOf(Request(Key, "203.0.113.9", other)));
    }

    private static StubRequest Request(string? key, string? forwardedFor = null, IPAddress? peer = null) => new(headers:
    [
        .. key is null ? Array.Empty<(string, string)>() : [(ChangeGate.KeyHeader, key)],
        .. forwardedFor is null ? Array.Empty<(string, string)>() : [(AccessGate.ForwardedFor, forwardedFor)],
    ])
    { From = peer };

    private ChangeGate Gate(string? key)
    {
        Assert.True(NetworkList.TryParse("10.0.0.1", out var proxies, out _));
        return new ChangeGate(
            new AdminKeyOptions { Key = key }, new AccessOptions { TrustedProxies = proxies }, _time, new LoggerFactory([_log]).CreateLogger<ChangeGate>());
    }
}
