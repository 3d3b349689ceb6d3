using System.Diagnostics;

namespace Etrms.EndToEnd.Tests;

/// <summary>The browser modules are checked by the compiler and by their own tests in node.</summary>
public sealed class ClientModuleTests
{
    [Theory]
    [InlineData("node_modules/typescript/bin/tsc", "--noEmit")]
    [InlineData("test.mjs", "")]
    public async Task The_browser_modules_hold_what_they_promise(string script, string argument)
    {
        var start = new ProcessStartInfo("node", [script, .. argument.Split(' ', StringSplitOptions.RemoveEmptyEntries)])
        {
            WorkingDirectory = Repository.Find("Etrms.Web/client"),
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };

        using var node = Process.Start(start)!;
        var said = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(node.ExitCode == 0, said);
    }
}
