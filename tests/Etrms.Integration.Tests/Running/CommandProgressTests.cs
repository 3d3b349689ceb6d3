using System.Net;
using System.Text.Json;
using Etrms.Contracts;

namespace Etrms.Integration.Tests.Running;

/// <summary>What became of the trader's orders, told order by order with the venue's words.</summary>
[Collection(nameof(RunningSystem))]
public sealed class CommandProgressTests(RunningSystem system)
{
    /// <summary>One walk on one account: every further account costs the venue's request weight, of which a minute has only so much.</summary>
    [Fact]
    public async Task Every_order_of_the_trader_tells_what_became_of_it()
    {
        var key = await system.Venue.CreateAccountAsync(50_000);
        var account = await system.Trader.ConnectAsync<AccountView>(Existing.NewAccount(key, "Followed"));
        await system.Venue.OrderAsync(key, "ETHUSDT", "BUY", 1);
        var position = await Eventually.GetAsync("the position is shown", async _ =>
            (await system.Trader.GetAsync<PositionsView>("/positions")).Positions.FirstOrDefault(open => open.AccountId == account.Id && open.MarkPrice > 0),
            Eventually.NextMinute);

        var stop = await SetAStopAsync(position);
        await CancelItAsync(account.Id, stop);
        await RefuseWhatIsNotThereAsync(account.Id);
        await CloseAsync(position);

        Assert.Equal(0, await system.Venue.PositionAsync(key, "ETHUSDT"));
        await KnowWhatItRiskedAsync(account.Id);
    }

    [Fact]
    public async Task A_disabled_key_leaves_the_account_unwatched_until_it_is_enabled_again()
    {
        var key = await system.Venue.CreateAccountAsync(2_000);
        var account = await system.Trader.ConnectAsync<AccountView>(Existing.NewAccount(key, "Switched"));
        await Eventually.TrueAsync("the account is watched", async _ => (await AccountAsync(account.Id)).Equity == 2_000, Eventually.NextMinute);

        var off = await system.Trader.SendAsync<ApiKeyView>(HttpMethod.Post, $"/accounts/{account.Id}/key/disable", null, HttpStatusCode.OK);
        Assert.Equal("disabled", off.State);
        await Eventually.TrueAsync("nobody watches it", async _ => !(await AccountAsync(account.Id)).IsMonitored);
        var on = await system.Trader.AskTheVenueAsync<ApiKeyView>($"/accounts/{account.Id}/key/enable", null, HttpStatusCode.OK);

        Assert.Equal("active", on.State);
        await Eventually.TrueAsync("the account is watched again", async _ => (await AccountAsync(account.Id)).Equity == 2_000, Eventually.NextMinute);
    }

    private async Task<OpenOrderView> SetAStopAsync(PositionView position)
    {
        var level = Math.Round(position.MarkPrice!.Value * 0.9m / position.TickSize) * position.TickSize;
        var command = await system.Trader.SendAsync<CommandView>(
            HttpMethod.Put, $"{PathOf(position)}/protection", new ProtectPositionRequest(level, null), HttpStatusCode.OK);
        var progress = await FinishedAsync(command.Id);
        Assert.Equal("met", progress.State);
        Assert.Equal("set_protection", Assert.Single(progress.Orders).Kind);
        return await Eventually.GetAsync(
            "the stop rests", async _ => (await OrdersAsync(position.AccountId)).SingleOrDefault(order => order.TriggerPrice == level));
    }

    private async Task CancelItAsync(Guid account, OpenOrderView stop)
    {
        var request = new CancelOrdersRequest { AccountId = account, Symbol = stop.Symbol, OrderId = stop.OrderId };
        var command = await system.Trader.PostAsync<CommandView>("/orders/cancel", request);
        Assert.Equal("met", (await FinishedAsync(command.Id)).State);
        await Eventually.TrueAsync("the stop is gone", async _ => (await OrdersAsync(account)).Count == 0);
    }

    private async Task RefuseWhatIsNotThereAsync(Guid account)
    {
        var request = new CancelOrdersRequest { AccountId = account, Symbol = "ETHUSDT", OrderId = "4711" };
        var unknown = await system.Trader.PostAsync<JsonElement>("/orders/cancel", request, HttpStatusCode.UnprocessableEntity);
        Assert.Equal("There is no such open order.", unknown.GetProperty("errors").GetProperty("order_id")[0].GetString());

        var held = await system.Trader.SendAsync<JsonElement>(HttpMethod.Post, $"/accounts/{account}/key/disable", null, HttpStatusCode.UnprocessableEntity);
        Assert.Contains("nobody guards", held.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private async Task CloseAsync(PositionView position)
    {
        var command = await system.Trader.PostAsync<CommandView>($"{PathOf(position)}/close", new ClosePositionRequest());
        var progress = await FinishedAsync(command.Id);
        Assert.Equal("met", progress.State);
        Assert.Equal((position.AccountId, "ETHUSDT", "target_met", 0m), ResultOf(Assert.Single(progress.Results)));
        Assert.Equal("sent", Assert.Single(progress.Orders).Outcome);
    }

    /// <summary>The trade is over; its first stop says what it risked, and one is too few to draw from.</summary>
    private async Task KnowWhatItRiskedAsync(Guid account)
    {
        var ruin = await Eventually.GetAsync("the closed trade is stored", async _ =>
            await system.Trader.PostAsync<RuinView>("/risk/ruin", new RuinRequest { AccountId = account }) is { Sample: > 0 } known ? known : null);

        Assert.Equal(("ACCOUNT", 1, 0), (ruin.Source, ruin.Sample, ruin.WithoutStop));
        Assert.Contains("at least 30", ruin.Reason, StringComparison.Ordinal);
        Assert.Empty(ruin.Chances);
    }

    private static string PathOf(PositionView position) => $"/positions/{Uri.EscapeDataString(position.Id)}";

    private static (Guid, string, string, decimal?) ResultOf(CommandResultView result) =>
        (result.AccountId, result.Symbol, result.Outcome, result.Remaining);

    private Task<AccountView> AccountAsync(Guid id) => system.Trader.GetAsync<AccountView>($"/accounts/{id}");

    private async Task<IReadOnlyList<OpenOrderView>> OrdersAsync(Guid account) =>
        [.. (await system.Trader.GetAsync<OpenOrdersView>("/orders")).OpenOrders.Where(order => order.AccountId == account)];

    private Task<CommandProgressView> FinishedAsync(Guid command) => Eventually.GetAsync("the command is finished", async _ =>
    {
        var progress = await system.Trader.GetAsync<CommandProgressView>($"/commands/{command}/progress");
        return progress.State is "met" or "failed" ? progress : null;
    });
}
