using System.Globalization;
using System.Text.RegularExpressions;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;
using Etrms.Integration.Tests.Guard;

namespace Etrms.Integration.Tests.FailureCases;

/// <summary>RISK 5: a venue that asks to wait, and a key that may not trade any more.</summary>
[Collection(nameof(CaseBed))]
public sealed partial class RefusalCases(CaseBed bed)
{
    private static readonly InstrumentId Coin = new(Exchange.Hyperliquid, "BTC");

    [Fact]
    public async Task FC_36_a_limit_and_then_a_ban_hold_one_venue_up_and_not_the_other()
    {
        await bed.Venue.SetPriceAsync(CaseBed.Price, Coin.Symbol, "hyperliquid");
        var (other, wallet) = await bed.Bed.OpenWalletAsync(10 * CaseBed.Price);
        await bed.Venue.OrderAsync(other.Hand, OrderSide.Buy, 1m, mark: CaseBed.Price, instrument: Coin);
        await bed.Bed.ConnectAsync(other, wallet);
        var guarded = await bed.LongAsync(account => Limits.Button(account) with
        {
            ActScope = new Scope { Accounts = [new AccountId(account.Id), new AccountId(other.Id)] },
        });
        var before = await bed.Venue.LogEndAsync();
        await bed.Venue.ControlAsync("faults", Refusing("too_many_requests", seconds: 1));
        await bed.Venue.ControlAsync("faults", Refusing("banned", seconds: 5));

        await guarded.PressAsync();
        await guarded.ToldAsync(BreakerEventKind.Acted);

        Assert.Equal((0, 1, 0), (await guarded.HeldAsync(), await guarded.SoldAsync(), await guarded.LowestAsync()));
        Assert.Empty(await bed.Venue.PositionsAsync(other.Hand, Coin));
        Assert.Equal(2, await bed.Venue.StrikesAsync());
        Assert.Single(await bed.Venue.OrderRequestsAsync(before), request => request == "POST /fapi/v1/order");
        var here = (await guarded.OrdersAsync())[^1].At;
        Assert.True((await bed.StepsAsync(other))[0].At < here, "the other venue waited");
        var banned = (await bed.AlertsAsync(guarded.Breaker)).Select(alert => BanEnd().Match(alert.Text)).Last(match => match.Success);
        var end = TimeOnly.ParseExact(banned.Groups[1].Value, "HH:mm:ss", CultureInfo.InvariantCulture);
        Assert.True(TimeOnly.FromDateTime(here.UtcDateTime) >= end, $"went on at {here:O}, banned until {end}");
    }

    [Fact]
    public async Task FC_37_a_key_that_lost_its_permission_ends_the_plan_with_instructions_and_no_loop()
    {
        var guarded = await bed.LongAsync(account => Limits.Button(account));
        await bed.Venue.ControlAsync("faults", new { Kind = "refuse", Method = "POST", Path = "/fapi/v1/order", Error = "bad_api_key", Count = (int?)null });

        await guarded.PressAsync();
        await guarded.ToldAsync(BreakerEventKind.ActionFailed);
        await bed.WorksOnAsync(TimeSpan.FromSeconds(2));

        Assert.Equal(1, await bed.Venue.StrikesAsync());
        Assert.Equal(BreakerStatus.ActionError, await guarded.StatusAsync());
        Assert.Contains(await bed.AlertsAsync(guarded.Breaker), alert => alert.Severity == AlertSeverity.Critical
            && alert.Text.Contains("By hand: sell 1 Binance:BTCUSDT on Binance, reduce-only", StringComparison.Ordinal));
        Assert.Equal(1, await guarded.HeldAsync());
    }

    private static object Refusing(string error, int seconds) =>
        new { Kind = "refuse", Method = "POST", Path = "/fapi/v1/order", Error = error, RetryAfterSeconds = seconds };

    [GeneratedRegex(@"Nothing is sent before (\d\d:\d\d:\d\d) UTC")]
    private static partial Regex BanEnd();
}
