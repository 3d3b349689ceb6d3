namespace Etrms.AppHost.Local;

/// <summary>Finds the programs of PostgreSQL and Redis on this machine.</summary>
internal static class ServerBinaries
{
    /// <summary>Folder with postgres and initdb; the newest, or the version of existing data.</summary>
    /// <param name="version">Major version of the data folder; null when there is none yet.</param>
    public static string PostgresFolder(string? version)
    {
        var folders = PostgresFolders().Where(folder => File.Exists(Path.Combine(folder, "initdb"))).ToList();
        if (folders.Count == 0)
        {
            throw new HostException(
                "PostgreSQL was not found. Debian or Ubuntu: apt-get install postgresql. macOS: brew install postgresql@17. "
                + "Or use a server of yours: ConnectionStrings__etrmsdb=\"Host=…;Username=…;Password=…;Database=…\".");
        }

        return version is null
            ? folders[0]
            : folders.Find(folder => Command.Read(Path.Combine(folder, "postgres"), "--version").Contains($" {version}.", StringComparison.Ordinal))
                ?? throw new HostException(
                    $"the data was made by PostgreSQL {version}, which is not installed. Debian or Ubuntu: apt-get install postgresql-{version}.");
    }

    public static string RedisServer() => OnPath("redis-server") ?? OnPath("valkey-server") ?? throw new HostException(
        "Redis was not found. Debian or Ubuntu: apt-get install redis-server. macOS: brew install redis. "
        + "Or use a server of yours: ConnectionStrings__redis=\"host:port,password=…\".");

    public static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    private static IEnumerable<string> PostgresFolders()
    {
        if (Environment.GetEnvironmentVariable("ETRMS_POSTGRES_BIN") is { Length: > 0 } chosen)
        {
            yield return chosen;
        }

        foreach (var root in (string[])["/usr/lib/postgresql", "/usr/local/opt", "/opt/homebrew/opt", "/usr"])
        {
            var versions = Directory.Exists(root) ? Directory.GetDirectories(root) : [];
            foreach (var folder in versions.Where(IsPostgres).OrderByDescending(MajorVersion))
            {
                yield return Path.Combine(folder, "bin");
            }
        }

        if (OnPath("initdb") is { } onPath)
        {
            yield return Path.GetDirectoryName(onPath)!;
        }
    }

    private static bool IsPostgres(string folder) =>
        MajorVersion(folder) > 0 || Path.GetFileName(folder).StartsWith("pgsql-", StringComparison.Ordinal);

    private static int MajorVersion(string folder) =>
        int.TryParse(Path.GetFileName(folder).Replace("postgresql@", "", StringComparison.Ordinal), out var version) ? version : 0;
}
