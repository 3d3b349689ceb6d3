namespace Etrms.Workers.Journal;

/// <summary>Tells a disk that takes no more, which the worker survives, from an error of ours.</summary>
internal static class DiskRefusal
{
    /// <summary>A file beyond what the process or the file system allows (EFBIG) is told as an argument out of range.</summary>
    public static bool Is(Exception failure) => failure is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;
}
