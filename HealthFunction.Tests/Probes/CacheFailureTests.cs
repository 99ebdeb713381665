using System.Net.Sockets;
using System.Security.Cryptography;
using HealthFunction.Probes.Caches;
using StackExchange.Redis;

namespace HealthFunction.Tests.Probes;

/// <summary>Answers that no fixture can produce, and words that only look like a cause.</summary>
public sealed class CacheFailureTests
{
    [Theory]
    [InlineData(RedisErrorKind.NoAuth, "NOAUTH Authentication required.", "authentication failed")]
    [InlineData(RedisErrorKind.NoPermission, "NOPERM this user has no permissions to run the 'get' command", "permission denied")]
    [InlineData(RedisErrorKind.MaxClients, "MAXCLIENTS reached", "too many connections")]
    [InlineData(RedisErrorKind.Loading, "LOADING Redis is loading the dataset in memory", "starting up or shutting down")]
    [InlineData(RedisErrorKind.ClusterDown, "CLUSTERDOWN Hash slot not served", "starting up or shutting down")]
    [InlineData(RedisErrorKind.Unknown, "MASTERDOWN Link with MASTER is down", "starting up or shutting down")]
    [InlineData(RedisErrorKind.UnknownError, "ERR invalid password", "authentication failed")]
    [InlineData(RedisErrorKind.UnknownError, "ERR no key of ROOM 1, NOAUTH or WRONGPASS here", "unexpected answer")]
    [InlineData(RedisErrorKind.UnknownCommand, "ERR unknown command 'SET'", "unexpected answer")]
    [InlineData(RedisErrorKind.NoReplicas, "NOREPLICAS Not enough good replicas to write.", "unexpected answer")]
    [InlineData(RedisErrorKind.ConnectionFault, "SimpleError: NOPERM this user has no permissions to run the 'ping' command", "permission denied")]
    [InlineData(RedisErrorKind.ConnectionFault, "something", null)]
    public void A_server_s_answer_is_read_by_its_kind_and_its_beginning(RedisErrorKind kind, string message, string? text) =>
        Assert.Equal(text, CacheFailure.Read(new RedisServerException(kind, CommandFlags.None, message))?.Text);

    [Theory]
    [InlineData(ConnectionFailureType.SocketClosed, "connection lost")]
    [InlineData(ConnectionFailureType.ProtocolFailure, "unexpected answer")]
    [InlineData(ConnectionFailureType.Loading, "starting up or shutting down")]
    [InlineData(ConnectionFailureType.AuthenticationFailure, null)]
    [InlineData(ConnectionFailureType.InternalFailure, null)]
    [InlineData(ConnectionFailureType.SocketFailure, null)]
    [InlineData(ConnectionFailureType.UnableToConnect, null)]
    public void A_failure_of_a_connection_without_a_cause_has_none(ConnectionFailureType type, string? text) =>
        Assert.Equal(text, CacheFailure.Read(new RedisConnectionException(type, CommandFlags.None, "No evidence", new InvalidOperationException("none")))?.Text);

    [Theory]
    [InlineData(typeof(FileNotFoundException))]
    [InlineData(typeof(CryptographicException))]
    public void A_file_that_cannot_be_read_is_neither_a_lost_connection_nor_a_failed_handshake(Type type) => Assert.Null(
        CacheFailure.Read(new RedisConnectionException(
            ConnectionFailureType.SocketFailure, CommandFlags.None, "", (Exception)Activator.CreateInstance(type)!)));

    [Fact]
    public void The_network_s_own_word_goes_before_the_type() => Assert.Equal(
        "connection refused",
        CacheFailure.Read(new RedisConnectionException(
            ConnectionFailureType.SocketClosed, CommandFlags.None, "", new SocketException((int)SocketError.ConnectionRefused)))?.Text);
}
