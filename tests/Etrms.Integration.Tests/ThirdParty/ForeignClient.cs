using System.Diagnostics;

namespace Etrms.Integration.Tests.ThirdParty;

/// <summary>A script in node that drives a client nobody here wrote.</summary>
internal static class ForeignClient
{
    private static readonly TimeSpan EndsWithin = TimeSpan.FromMinutes(5);

    /// <summary>The folder that ./test.sh installs the clients into; tests are skipped where it did not.</summary>
    public static string Folder
    {
        get
        {
            var folder = Find("eng/conformance");
            Assert.SkipUnless(
                Directory.Exists(Path.Combine(folder, "node_modules")), "The third-party clients are not installed; ./test.sh installs them.");
            return folder;
        }
    }

    /// <summary>Runs a script to its end and expects it to be content; what it said is shown when it was not.</summary>
    public static async Task RunAsync(string script, params IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo("node", [script])
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(EndsWithin);
        using var node = Process.Start(start)!;
        try
        {
            var said = await Task.WhenAll(node.StandardOutput.ReadToEndAsync(limit.Token), node.StandardError.ReadToEndAsync(limit.Token));
            await node.WaitForExitAsync(limit.Token);
            Assert.True(node.ExitCode == 0, string.Join('\n', said));
            TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', said));
        }
        finally
        {
            if (!node.HasExited)
            {
                node.Kill(entireProcessTree: true);
            }
        }
    }

    private static string Find(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, relative);
            if (Directory.Exists(path))
            {
                return path;
            }
        }

        throw new DirectoryNotFoundException($"{relative} was not found above {AppContext.BaseDirectory}.");
    }
}
