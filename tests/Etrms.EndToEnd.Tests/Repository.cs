namespace Etrms.EndToEnd.Tests;

/// <summary>Files that the tests need and that are not part of any build output.</summary>
internal static class Repository
{
    /// <summary>Full path of a file or folder, looked for upwards from the tests.</summary>
    public static string Find(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, relative);
            if (Path.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException($"{relative} was not found above {AppContext.BaseDirectory}; building Etrms.Web installs the client's packages.");
    }
}
