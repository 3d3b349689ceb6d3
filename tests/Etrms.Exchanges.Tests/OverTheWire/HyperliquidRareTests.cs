using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Tests.Fakes;
using Etrms.Exchanges.Tests.Venue;

namespace Etrms.Exchanges.Tests.OverTheWire;

/// <summary>A venue that allows the dead-man switch from the first day on.</summary>
public sealed class LenientVenue : PaperVenue
{
    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Venue:Hyperliquid:ScheduleCancelVolume", "0")];
}

/// <summary>What few accounts have: a sub-account, and a dead-man switch.</summary>
public sealed class HyperliquidRareTests(LenientVenue venue) : IClassFixture<LenientVenue>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await venue.ControlAsync("price", new { venue = "hyperliquid", symbol = "BTC", price = 60_000m });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_dead_man_switch_cancels_what_rests_unless_it_is_taken_back()
    {
        await using var account = await HyperliquidWire.OpenAsync(venue);
        await account.SendAsync(SomeCoin.Open("etrms-bid", price: 59_000m));

        HyperliquidWire.Accepted(await account.Gateway.ArmDeadManAsync(SomeCoin.Btc, TimeSpan.FromSeconds(6), CancellationToken.None));
        HyperliquidWire.Accepted(await account.Gateway.ArmDeadManAsync(SomeCoin.Btc, null, CancellationToken.None));
        var armedAt = DateTimeOffset.UtcNow;
        HyperliquidWire.Accepted(await account.Gateway.ArmDeadManAsync(SomeCoin.Btc, TimeSpan.FromSeconds(8), CancellationToken.None));
        await Eventually.AnsweredAsync("the cancel", async () => (await account.OpenOrdersAsync()).IsEmpty, TimeSpan.FromSeconds(30));

        Assert.InRange(DateTimeOffset.UtcNow - armedAt, TimeSpan.FromSeconds(7.5), TimeSpan.FromSeconds(30));
        var ended = HyperliquidWire.Accepted(await account.Gateway.FindAsync(SomeCoin.Btc, "etrms-bid", conditional: false, CancellationToken.None));
        Assert.Equal(OrderStatus.Canceled, ended!.Status);
    }

    [Fact]
    public async Task A_sub_account_is_traded_with_the_key_of_its_wallet_and_the_wallet_itself_is_left_alone()
    {
        await using var main = HyperliquidWire.OfTheStandardWallet(venue);
        var opened = await HyperliquidWire.ActAsync(venue, """{"type":"createSubAccount","name":"wire"}""");
        var address = opened.GetProperty("response").GetProperty("data").GetString()!;
        await HyperliquidWire.ActAsync(venue, $$"""{"type":"subAccountTransfer","subAccountUser":"{{address}}","isDeposit":true,"usd":5000000000}""");
        await using var sub = await HyperliquidWire.OfTheStandardWallet(venue, address).ListeningAsync();

        await sub.SendAsync(SomeCoin.Open());
        var told = await sub.Sink.FirstAsync<RiskEvent.PositionChanged>();

        Assert.Equal(0.020m, told.Position.Quantity);
        Assert.InRange((await sub.SnapshotAsync()).Balance.WalletBalance, 4_999m, 5_000m);
        Assert.Empty(await main.PositionsAsync());
    }
}
