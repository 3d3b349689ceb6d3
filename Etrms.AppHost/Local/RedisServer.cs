using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Etrms.AppHost.Local;

/// <summary>A private Redis below the state folder, on loopback, with a generated password that stands in a file, not on a command line.</summary>
internal sealed class RedisServer
{
    private readonly string _folder;
    private readonly string _password;
    private readonly bool _keepsData;

    public RedisServer(HostState state, RedisResource resource)
    {
        _folder = state.Folder.Sub(resource.Name);
        _password = state.Secrets.PlainCredential($"{resource.Name}-password");
        _keepsData = resource.KeepsData;
        Port = state.Ports.Take();
    }

    public int Port { get; }

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port},password={_password}");

    public ProcessPlan Plan()
    {
        var file = Path.Combine(_folder, "redis.conf");
        var persistence = _keepsData ? "appendonly yes" : "appendonly no";
        File.WriteAllText(
            file,
            $"""
            port {Port}
            bind 127.0.0.1
            requirepass {_password}
            dir {_folder}
            {persistence}
            save ""
            daemonize no

            """);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return new ProcessPlan("redis", ServerBinaries.RedisServer(), [file]);
    }

    /// <summary>What it lacks; null when it is healthy.</summary>
    public async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync("127.0.0.1", Port, cancellationToken);
            var stream = socket.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"AUTH {_password}\r\nPING\r\n"), cancellationToken);
            using var reader = new StreamReader(stream);
            return await reader.ReadLineAsync(cancellationToken) == "+OK" && await reader.ReadLineAsync(cancellationToken) == "+PONG" ? null : "it does not answer PONG";
        }
        catch (Exception refused) when (refused is SocketException or IOException)
        {
            return refused.Message;
        }
    }
}
