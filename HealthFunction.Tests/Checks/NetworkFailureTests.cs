using System.Net.Sockets;
using System.Security.Authentication;
using HealthFunction.Checks;

namespace HealthFunction.Tests.Checks;

/// <summary>The public words for what clients throw when the network fails.</summary>
public sealed class NetworkFailureTests
{
    [Theory]
    [InlineData(SocketError.ConnectionRefused, "connection refused")]
    [InlineData(SocketError.HostNotFound, "name resolution failed")]
    [InlineData(SocketError.NoData, "name resolution failed")]
    [InlineData(SocketError.TryAgain, "name resolution failed")]
    [InlineData(SocketError.NoRecovery, "name resolution failed")]
    [InlineData(SocketError.HostUnreachable, "network unreachable")]
    [InlineData(SocketError.NetworkUnreachable, "network unreachable")]
    [InlineData(SocketError.NetworkDown, "network unreachable")]
    [InlineData(SocketError.HostDown, "network unreachable")]
    [InlineData(SocketError.AccessDenied, "permission denied")]
    [InlineData(SocketError.ConnectionReset, "connection lost")]
    [InlineData(SocketError.ConnectionAborted, "connection lost")]
    [InlineData(SocketError.Shutdown, "connection lost")]
    [InlineData(SocketError.NotConnected, "connection lost")]
    [InlineData(SocketError.TooManyOpenSockets, null)]
    public void A_socket_error_has_one_word(SocketError error, string? text) => Assert.Equal(text, NetworkFailure.Read(new SocketException((int)error))?.Text);

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, "name resolution failed", null)]
    [InlineData(HttpRequestError.SecureConnectionError, "TLS failure", null)]
    [InlineData(HttpRequestError.VersionNegotiationError, "unexpected HTTP version", null)]
    [InlineData(HttpRequestError.InvalidResponse, "unexpected answer", "unexpected answer")]
    [InlineData(HttpRequestError.HttpProtocolError, "unexpected answer", "unexpected answer")]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded, "unexpected answer", "unexpected answer")]
    [InlineData(HttpRequestError.ResponseEnded, null, "connection lost")]
    [InlineData(HttpRequestError.Unknown, null, null)]
    public void So_has_an_error_of_a_request_and_one_in_the_middle_of_an_answer(HttpRequestError error, string? ofRequest, string? ofAnswer)
    {
        Assert.Equal(ofRequest, NetworkFailure.Read(new HttpRequestException(error))?.Text);
        Assert.Equal(ofAnswer, NetworkFailure.Read(new HttpIOException(error))?.Text);
    }

    [Fact]
    public void The_outermost_cause_that_is_known_counts()
    {
        Assert.Equal("TLS failure", NetworkFailure.Read(new InvalidOperationException("x", new AuthenticationException("y", new SocketException(111))))?.Text);
        Assert.Equal("connection lost", NetworkFailure.Read(new InvalidOperationException("x", new EndOfStreamException()))?.Text);
        Assert.Null(NetworkFailure.Read(new InvalidOperationException("x", new FormatException())));
        Assert.Null(NetworkFailure.Read(null));
    }

    [Fact]
    public void Of_several_failures_the_first_that_is_known_counts_and_not_only_the_first()
    {
        var refused = new SocketException((int)SocketError.ConnectionRefused);

        Assert.Equal("connection refused", NetworkFailure.Read(new AggregateException(new FormatException(), refused, new AuthenticationException()))?.Text);
        Assert.Equal("connection refused", NetworkFailure.Read(new AggregateException(refused))?.Text);
        Assert.Null(NetworkFailure.Read(new AggregateException(new FormatException(), new FormatException())));
    }
}
