using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace HealthFunction.Testing;

/// <summary>Azurite with an account and a key of its own: the table service, and if needed the blob and queue services.</summary>
public sealed class AzuriteServer : TestServer
{
    private PortLease? _blobLease;
    private PortLease? _queueLease;

    public const string AccountName = "testaccount";

    /// <summary>A new key is used from the next start on.</summary>
    public string AccountKey { get; set; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));

    /// <summary>Also starts the blob and the queue service, which needs more time.</summary>
    public bool WithBlobs { get; init; }

    /// <summary>The port of the blob service; only <see cref="WithBlobs"/>.</summary>
    public int BlobPort => _blobLease!.Port;

    /// <summary>The port of the queue service; only <see cref="WithBlobs"/>.</summary>
    public int QueuePort => _queueLease!.Port;

    /// <summary>Keeps nothing on disk, which a table of very many rows would be written to as a whole.</summary>
    public bool InMemory { get; init; }

    /// <summary>The only signal on which all of its programs end cleanly.</summary>
    protected override int StopSignal => Signals.Interrupt;

    /// <param name="key">The account's by default.</param>
    /// <param name="port">The port of a proxy in front of the table service, if there is one.</param>
    public string ConnectionString(string? key = null, int? port = null)
    {
        var table = string.Create(CultureInfo.InvariantCulture, $"TableEndpoint=http://127.0.0.1:{port ?? Port}/{AccountName};");
        var others = _blobLease is null
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"BlobEndpoint=http://127.0.0.1:{_blobLease.Port}/{AccountName};QueueEndpoint=http://127.0.0.1:{_queueLease!.Port}/{AccountName};");
        return $"DefaultEndpointsProtocol=http;AccountName={AccountName};AccountKey={key ?? AccountKey};{table}{others}";
    }

    /// <summary>A connection string for the blob service or the queue service alone.</summary>
    /// <param name="service"><c>Blob</c> or <c>Queue</c>.</param>
    /// <param name="port">Its own, or that of a proxy.</param>
    /// <param name="key">The account's by default.</param>
    public string ConnectionStringOf(string service, int port, string? key = null) => string.Create(
        CultureInfo.InvariantCulture,
        $"DefaultEndpointsProtocol=http;AccountName={AccountName};AccountKey={key ?? AccountKey};{service}Endpoint=http://127.0.0.1:{port}/{AccountName};");

    public async Task CreateContainerAsync(string name) => await new BlobContainerClient(ConnectionStringOf("Blob", BlobPort), name).CreateAsync();

    public async Task CreateQueueAsync(string name) => await new QueueClient(ConnectionStringOf("Queue", QueuePort), name).CreateAsync();

    protected override ProcessStartInfo Command()
    {
        if (WithBlobs)
        {
            _blobLease ??= PortLease.Take();
            _queueLease ??= PortLease.Take();
        }

        List<string> arguments =
        [
            Path.Combine(AzuritePackage.Programs, WithBlobs ? "azurite.js" : "table/main.js"),
            "--tableHost", "127.0.0.1",
            "--tablePort", Port.ToString(CultureInfo.InvariantCulture),
            "--skipApiVersionCheck",
            "--disableProductStyleUrl",
            "--disableTelemetry",
        ];
        arguments.AddRange(InMemory ? ["--inMemoryPersistence"] : ["--location", Folder]);

        if (WithBlobs)
        {
            arguments.AddRange(["--blobHost", "127.0.0.1", "--blobPort", _blobLease!.Port.ToString(CultureInfo.InvariantCulture)]);
            arguments.AddRange(["--queueHost", "127.0.0.1", "--queuePort", _queueLease!.Port.ToString(CultureInfo.InvariantCulture)]);
        }

        var start = new ProcessStartInfo("node", arguments);
        start.Environment["AZURITE_ACCOUNTS"] = $"{AccountName}:{AccountKey}";
        return start;
    }

    protected override async Task AskAsync(CancellationToken cancellationToken)
    {
        var once = new TableClientOptions { Retry = { MaxRetries = 0 } };
        var tables = new TableServiceClient(ConnectionString(), once);
        await foreach (var _ in tables.QueryAsync(maxPerPage: 1, cancellationToken: cancellationToken))
        {
            break;
        }
    }
}
