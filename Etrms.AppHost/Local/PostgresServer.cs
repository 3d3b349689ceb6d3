using System.Diagnostics;
using System.Globalization;

namespace Etrms.AppHost.Local;

/// <summary>A private PostgreSQL below the state folder, on loopback, with a generated password and never as root.</summary>
internal sealed class PostgresServer
{
    private const string Role = "etrms";

    private readonly string _binaries;
    private readonly string _password;
    private readonly string _root;
    private readonly string? _user = Environment.IsPrivilegedProcess ? "postgres" : null;

    public PostgresServer(HostState state, string name)
    {
        _root = Path.Combine(state.Folder.Path, name);
        _password = state.Secrets.PlainCredential($"{name}-password");
        MakeFolder();
        var versionFile = Path.Combine(Data, "PG_VERSION");
        _binaries = ServerBinaries.PostgresFolder(File.Exists(versionFile) ? File.ReadAllText(versionFile).Trim() : null);
        Port = state.Ports.Take();
    }

    public int Port { get; }

    private string Data => Path.Combine(_root, "data");

    public string ConnectionString(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username={Role};Password={_password};Database={database}");

    public ProcessPlan Plan()
    {
        MakeCluster();
        return new ProcessPlan(
            "postgres",
            Path.Combine(_binaries, "postgres"),
            [
                "-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture),
                "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={_root}", "-c", "max_connections=200",
            ],
            EndSignal: "INT")
        { RunAs = _user };
    }

    /// <summary>What it lacks; null when it is healthy.</summary>
    public async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        using var ready = Process.Start(Quiet(Path.Combine(_binaries, "pg_isready"), "-q", "-h", "127.0.0.1", "-p", $"{Port}"))!;
        await ready.WaitForExitAsync(cancellationToken);
        return ready.ExitCode == 0 ? null : $"pg_isready says {ready.ExitCode}";
    }

    public void CreateDatabase(string name)
    {
        var exists = Psql($"select 1 from pg_database where datname = '{name}'");
        if (exists.Length == 0)
        {
            Psql($"create database \"{name}\"");
        }
    }

    private string Psql(string sql)
    {
        var start = new ProcessStartInfo(Path.Combine(_binaries, "psql"), ["-h", "127.0.0.1", "-p", $"{Port}", "-U", Role, "-d", "postgres", "-Atc", sql]);
        start.Environment["PGPASSWORD"] = _password;
        return Command.Run(start);
    }

    private void MakeFolder()
    {
        if (_user is null)
        {
            Directory.CreateDirectory(_root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return;
        }

        try
        {
            Command.Read("install", "-d", "-m", "700", "-o", _user, "-g", _user, _root);
        }
        catch (HostException failure)
        {
            throw new HostException(
                $"PostgreSQL never runs as root, and the user '{_user}' that it would run as cannot be used ({failure.Message}). "
                + "Debian or Ubuntu: apt-get install postgresql, which makes that user; or start ETRMS as an ordinary user.", failure);
        }
    }

    /// <summary>Made beside its place and renamed, so that an interrupted start leaves no half cluster.</summary>
    private void MakeCluster()
    {
        if (Directory.Exists(Data))
        {
            return;
        }

        var fresh = Data + ".new";
        if (Directory.Exists(fresh))
        {
            Directory.Delete(fresh, recursive: true);
        }

        // The folder is closed to everyone else, so the file may be readable: the owner is root or this user, the reader is PostgreSQL's.
        var passwordFile = Path.Combine(_root, "password");
        File.WriteAllText(passwordFile, _password);
        File.SetUnixFileMode(passwordFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        string[] line =
        [
            .. _user is null ? (string[])[] : ["setpriv", $"--reuid={_user}", $"--regid={_user}", "--init-groups"],
            Path.Combine(_binaries, "initdb"), "-D", fresh, "-U", Role, "--auth=scram-sha-256", $"--pwfile={passwordFile}",
            "--encoding=UTF8", "--locale=C.UTF-8",
        ];
        Command.Run(new ProcessStartInfo(line[0], line[1..]) { WorkingDirectory = "/" });
        File.Delete(passwordFile);
        Directory.Move(fresh, Data);
    }

    private static ProcessStartInfo Quiet(string file, params string[] arguments) =>
        new(file, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
}
