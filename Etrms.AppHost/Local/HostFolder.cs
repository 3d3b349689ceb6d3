using System.Globalization;

namespace Etrms.AppHost.Local;

/// <summary>The private folder of one installation: credentials, databases, journal, logs. Only one host uses it at a time.</summary>
internal sealed class HostFolder : IDisposable
{
    private const long LeastFreeBytes = 512L * 1024 * 1024;

    // Others may pass through but not list: PostgreSQL runs as another user below it when the host is root.
    private const UnixFileMode PassThrough = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    private HostFolder(string path, FileStream hostLock)
    {
        Path = path;
        _lock = hostLock;
    }

    public string Path { get; }

    /// <summary>/var/lib/etrms for root, else the user's state folder; the services use the same rule when started by hand.</summary>
    public static string Default()
    {
        if (Environment.IsPrivilegedProcess)
        {
            return "/var/lib/etrms";
        }

        var stateHome = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return System.IO.Path.Combine(string.IsNullOrEmpty(stateHome) ? System.IO.Path.Combine(home, ".local", "state") : stateHome, "etrms");
    }

    /// <exception cref="HostException">The folder is somebody else's, in use, or the disk is full.</exception>
    public static HostFolder Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            Create(path);
            RequireOwner(path);
            RequireSpace(path);
            return new HostFolder(path, TakeLock(path));
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new HostException(
                $"the state folder {path} may not be written by this user. Choose another with ETRMS_STATE=/some/folder, or run as its owner.", denied);
        }
        catch (IOException full)
        {
            throw new HostException($"the state folder {path} cannot be used: {full.Message}", full);
        }
    }

    public string Sub(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name), Private).FullName;

    public void Dispose() => _lock.Dispose();

    private static void Create(string path)
    {
        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, PassThrough);
        }
    }

    private static void RequireOwner(string path)
    {
        var owner = Command.Read("stat", "-c", "%u:%U", path).Split(':');
        var me = Command.Read("id", "-u");
        if (owner[0] != me)
        {
            throw new HostException(
                $"the state folder {path} belongs to {owner[1]}. Run as {owner[1]}, or choose another folder with ETRMS_STATE=/some/folder.");
        }
    }

    private static void RequireSpace(string path)
    {
        var free = new DriveInfo(path).AvailableFreeSpace;
        if (free < LeastFreeBytes)
        {
            var megabytes = (free / (1024 * 1024)).ToString(CultureInfo.InvariantCulture);
            throw new HostException(
                $"the disk of {path} is full: {megabytes} MB are free, 512 MB are needed. Free some space, or choose another disk with ETRMS_STATE=/some/folder.");
        }
    }

    private static FileStream TakeLock(string path)
    {
        var file = System.IO.Path.Combine(path, "host.lock");
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken)
        {
            throw new HostException(
                $"another ETRMS uses the state folder {path}. Stop it first, or start a second one with ETRMS_STATE=/another/folder.", taken);
        }
    }
}
