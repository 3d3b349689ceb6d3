using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.DeadMan;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Integration.Tests.Api;

/// <summary>The exchanges' dead-man switches as the worker stored them.</summary>
public sealed class DeadManSwitchTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_switch_is_told_with_what_it_did_when_it_fired_last()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var account = await new PretendedWorker(host).AddAccountAsync(Cancellation);
        await using (var database = await host.DatabaseAsync(Cancellation))
        {
            database.DeadManSwitches.AddRange(Switch(account, "BTCUSDT", DeadManState.Armed), Switch(account, "", DeadManState.Withheld));
            database.DeadManDrills.AddRange(Drill(account, At, left: 1), Drill(account, At.AddDays(1), left: 0));
            await database.SaveChangesAsync(Cancellation);
        }

        var view = await client.SendAsync<DeadManView>(HttpMethod.Get, "monitoring/dead-man", null, Cancellation);

        var told = view.Switches.Where(row => row.AccountId == account).OrderBy(row => row.Symbol).ToList();
        Assert.Equal([(null, DeadManState.Withheld), ("BTCUSDT", DeadManState.Armed)], told.Select(row => (row.Symbol, row.State)));
        Assert.Null(told[0].LatestDrill);
        Assert.Equal((120d, At.AddDays(1), true, (bool?)true), Described(told[1].LatestDrill!));
    }

    private static (double Countdown, DateTimeOffset FoundAt, bool IsCleared, bool? ConditionalOrdersStay) Described(DeadManDrillView drill) =>
        (drill.CountdownSeconds, drill.FoundAt, drill.IsCleared, drill.ConditionalOrdersStay);

    private static DeadManSwitchRow Switch(Guid account, string symbol, DeadManState state) => new()
    {
        AccountId = account,
        Symbol = symbol,
        Exchange = Exchange.Binance,
        State = state,
        Reason = "For a test",
        Countdown = TimeSpan.FromSeconds(120),
        RenewedAt = At,
        FiresAt = state == DeadManState.Armed ? At.AddSeconds(120) : null,
        Orders = JsonSerializer.SerializeToElement(Array.Empty<RestingOrder>(), EtrmsJson.Options),
        UpdatedAt = At,
    };

    private static DeadManDrillRow Drill(Guid account, DateTimeOffset foundAt, int left) => new()
    {
        AccountId = account,
        Symbol = "BTCUSDT",
        Exchange = Exchange.Binance,
        Countdown = TimeSpan.FromSeconds(120),
        RenewedAt = At,
        DueAt = At,
        FoundAt = foundAt,
        OrdersBefore = 1,
        OrdersLeft = left,
        ConditionalBefore = 2,
        ConditionalLeft = 2,
    };
}
