namespace Etrms.Exchanges.Tests.Venue.Hyperliquid;

/// <summary>Wallets, approvals, positions and waiting orders outlive the venue's process.</summary>
public sealed class CoinRestartTests
{
    [Fact]
    public async Task An_account_goes_on_after_a_restart_of_the_venue()
    {
        var folder = Directory.CreateTempSubdirectory("etrms-coins-").FullName;
        try
        {
            var (address, key) = await TradeAsync(folder);

            await using var second = new KeptVenue(folder);
            await second.InitializeAsync();
            var trader = new CoinTrader(second, address, key);

            Assert.Equal(0.05m, await trader.PositionAsync());
            Assert.Equal(2, (await trader.InfoAsync("frontendOpenOrders")).GetArrayLength());
            Assert.Single((await trader.InfoAsync("userNonFundingLedgerUpdates", ",\"startTime\":0")).EnumerateArray());
            await trader.TakeAsync(buy: false, 0.05m, reduceOnly: true);
            Assert.Equal(0, await trader.PositionAsync());

            // It writes its state when it stops; the folder may go only after that.
            await second.StopAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(string Address, string Key)> TradeAsync(string folder)
    {
        await using var first = new KeptVenue(folder);
        await first.InitializeAsync();
        var created = await first.ControlAsync("accounts", new { venue = "hyperliquid", label = "kept", balance = 50_000 });
        var (address, key) = (created.GetProperty("address").GetString()!, created.GetProperty("agent_private_key").GetString()!);
        var trader = new CoinTrader(first, address, key);
        await trader.TakeAsync(buy: true, 0.05m);
        var mark = Math.Round(await trader.MarkAsync());
        await trader.OrderAsync(CoinTrader.Trigger(false, Math.Round(mark * 0.9m), 0.05m, "sl"));
        await trader.OrderAsync(CoinTrader.Limit(true, Math.Round(mark * 0.9m), 0.01m));
        await first.StopAsync();
        return (address, key);
    }

    private sealed class KeptVenue(string folder) : PaperVenue
    {
        protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Venue:StateFolder", folder)];
    }
}
