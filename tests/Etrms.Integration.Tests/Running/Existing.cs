using System.Net;
using Etrms.Contracts;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Integration.Tests.Running;

/// <summary>An account with an open position, a breaker, a notification channel and a backtest, so that a wrong body meets something real.</summary>
internal sealed record Existing(Guid Account, string Position, Guid Breaker, Guid Channel, Guid Backtest)
{
    public static async Task<Existing> CreateAsync(RunningSystem system)
    {
        var key = await system.Venue.CreateAccountAsync(100_000);
        var account = await system.Trader.ConnectAsync<AccountView>(NewAccount(key, "Existing"));
        await system.Venue.OrderAsync(key, "ETHUSDT", "BUY", 1);
        var breaker = await system.Trader.PostAsync<BreakerView>("/circuit-breakers", NewBreaker("Existing breaker"), HttpStatusCode.Created);
        var channel = await system.Trader.PostAsync<NotificationChannelView>("/notifications/channels", NewChannel("Existing channel"), HttpStatusCode.Created);
        var positions = await Eventually.GetAsync(
            "the position is shown",
            async _ => (await system.Trader.GetAsync<PositionsView>("/positions")).Positions.FirstOrDefault(position => position.AccountId == account.Id));
        var backtest = await system.Trader.PostAsync<BacktestView>("/backtest", NewBacktest("Existing backtest"), HttpStatusCode.Created);
        return new Existing(account.Id, positions.Id, breaker.Id, channel.Id, backtest.Id);
    }

    public static CreateAccountRequest NewAccount(PaperKey key, string name) =>
        new() { Name = name, Exchange = Exchange.Binance, Network = AccountNetwork.Paper, ApiKey = key.ApiKey, ApiSecret = key.ApiSecret };

    public static BreakerBody NewBreaker(string name) => new()
    {
        Name = name,
        Type = "MAX_DRAWDOWN",
        Threshold = 0.9m,
        Stages = [new StageBody { At = 1, Actions = [new ActionBody { Kind = BreakerActionKind.Notify }] }],
    };

    /// <summary>Switched off, so that nothing goes anywhere.</summary>
    public static NotificationChannelRequest NewChannel(string name) => new()
    {
        Name = name,
        Kind = NotificationChannelKind.Webhook,
        Enabled = false,
        Address = "https://hooks.example.com/etrms",
        Secret = "a secret of some length",
    };

    /// <summary>Stored and never run.</summary>
    public static BacktestBody NewBacktest(string name) => new()
    {
        Name = name,
        Type = BacktestType.Standard,
        StartDate = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero),
        EndDate = new DateTimeOffset(2024, 6, 1, 0, 0, 0, TimeSpan.Zero),
        Exchanges = [Exchange.Binance],
        Symbols = ["BTCUSDT"],
        Timeframe = "1h",
        InitialCapital = 10_000,
    };

    /// <summary>The path with ids of what exists.</summary>
    public string AddressOf(string path)
    {
        var id = path switch
        {
            _ when path.Contains("/accounts/", StringComparison.Ordinal) => $"{Account}",
            _ when path.Contains("/positions/", StringComparison.Ordinal) => Uri.EscapeDataString(Position),
            _ when path.Contains("/circuit-breakers/", StringComparison.Ordinal) => $"{Breaker}",
            _ when path.Contains("/notifications/channels/", StringComparison.Ordinal) => $"{Channel}",
            _ when path.Contains("/backtest/", StringComparison.Ordinal) => $"{Backtest}",
            _ => $"{Guid.NewGuid()}",
        };
        return path.Replace("{id}", id, StringComparison.Ordinal).Replace("{seq}", "1", StringComparison.Ordinal)
            .Replace("{name}", "clean_up", StringComparison.Ordinal);
    }
}
