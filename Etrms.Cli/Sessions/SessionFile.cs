using System.Text.Json;
using Etrms.Contracts;

namespace Etrms.Cli.Sessions;

/// <summary>Where and as whom somebody is logged in.</summary>
internal sealed record Session(Uri Api, TokenView Tokens);

/// <summary>The session on disk, readable by its owner alone. A lock keeps two commands from using one refresh token twice, which would end the session.</summary>
internal sealed class SessionFile(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LockWithin = TimeSpan.FromSeconds(15);

    /// <summary>Null when nobody is logged in.</summary>
    public async Task<Session?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return await JsonSerializer.DeserializeAsync<Session>(file, EtrmsJson.Options, cancellationToken);
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException)
        {
            throw new CommandFailedException($"The session file {path} cannot be read. Log in again: etrms login");
        }
    }

    public async Task WriteAsync(Session session, CancellationToken cancellationToken)
    {
        var fresh = $"{path}.new";
        MakeFolder();
        File.Delete(fresh);
        await using (var file = new FileStream(fresh, Options(FileMode.CreateNew, FileShare.None)))
        {
            await JsonSerializer.SerializeAsync(file, session, EtrmsJson.Options, cancellationToken);
        }

        File.Move(fresh, path, overwrite: true);
    }

    public void Delete() => File.Delete(path);

    /// <summary>Only one command at a time goes on from here until it disposes of the result.</summary>
    public async Task<IAsyncDisposable> LockAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        MakeFolder();
        while (true)
        {
            try
            {
                return new FileStream($"{path}.lock", Options(FileMode.OpenOrCreate, FileShare.None));
            }
            catch (IOException) when (clock.GetElapsedTime(began) < LockWithin)
            {
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }

    private static FileStreamOptions Options(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }

    private void MakeFolder()
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }
}
