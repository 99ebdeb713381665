using System.Diagnostics;
using System.Globalization;
using RabbitMQ.Client;

namespace HealthFunction.Testing;

/// <summary>A RabbitMQ broker with one user, without plugins, and with a name service of its own for its node.</summary>
public sealed class RabbitMqServer : TestServer
{
    private const string User = "probed";

    private PortLease? _names;
    private PortLease? _node;

    /// <param name="password">The user's by default.</param>
    /// <param name="port">The port of a proxy, if there is one.</param>
    public string ConnectionString(string? password = null, int? port = null) =>
        string.Create(CultureInfo.InvariantCulture, $"amqp://{User}:{password ?? Password}@127.0.0.1:{port ?? Port}/");

    protected override ProcessStartInfo Command()
    {
        _names ??= PortLease.Take();
        _node ??= PortLease.Take();
        Write("rabbitmq.conf", $"default_user = {User}", $"default_pass = {Password}", "log.console = true", "log.console.level = error", "log.file = false");
        Write("plugins", "[].");
        PostgresTemplate.Give(Folder);

        // The scripts would start the name service as a daemon, which would outlive them. As their child it ends and stops with them.
        var names = string.Create(CultureInfo.InvariantCulture, $"epmd -address 127.0.0.1 -port {_names.Port}");
        var start = PostgresPrograms.StartAsServer("sh", "-c", $"{names} & exec /usr/lib/rabbitmq/bin/rabbitmq-server");
        var settings = new Dictionary<string, string>
        {
            ["HOME"] = Folder,
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_EPMD_PORT"] = Text(_names.Port),
            ["RABBITMQ_NODENAME"] = Text(Port) + "@localhost",
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = Text(Port),
            ["RABBITMQ_DIST_PORT"] = Text(_node.Port),
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1} +S 1:1",
            ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(Folder, "rabbitmq"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(Folder, "plugins"),
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(Folder, "data"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(Folder, "log"),
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    protected override async Task AskAsync(CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory { Uri = new Uri(ConnectionString()), AutomaticRecoveryEnabled = false };
        await using var connection = await factory.CreateConnectionAsync(cancellationToken);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private void Write(string name, params string[] lines)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllLines(path, lines);
        PostgresTemplate.Give(path);
    }
}
