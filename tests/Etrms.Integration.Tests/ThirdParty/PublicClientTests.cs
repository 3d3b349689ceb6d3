using Etrms.Integration.Tests.Guard;

namespace Etrms.Integration.Tests.ThirdParty;

/// <summary>Public clients of both venues, driven by scripts of our own over REST, WebSocket API and streams.</summary>
public sealed class PublicClientTests
{
    [Theory]
    [InlineData("official.mjs")]
    [InlineData("tiagosiebler.mjs")]
    [InlineData("nktkas.mjs")]
    public async Task A_public_client_trades_as_on_the_exchange(string script)
    {
        var folder = ForeignClient.Folder;
        await using var venue = await PaperVenue.StartAsync();

        await ForeignClient.RunAsync(Path.Combine(folder, script), new KeyValuePair<string, string>("BINANCE_REST", venue.Address.ToString()));
    }
}
