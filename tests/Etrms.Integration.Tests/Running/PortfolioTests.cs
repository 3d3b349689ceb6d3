using System.Net;
using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Analysis.Portfolio;

namespace Etrms.Integration.Tests.Running;

/// <summary>Allocations of a venue's contracts beside those of the book, from candles that the worker read over the venue's wire.</summary>
[Collection(nameof(RunningSystem))]
public sealed class PortfolioTests(RunningSystem system)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task The_book_stands_beside_what_each_method_would_make_of_its_contracts()
    {
        var key = await system.Venue.CreateAccountAsync(10_000);
        await system.Trader.ConnectAsync<AccountView>(Existing.NewAccount(key, "Allocations"));
        await system.Venue.OrderAsync(key, "BTCUSDT", "BUY", 0.01m);

        var portfolio = await Eventually.GetAsync(
            "allocations are known, and what is held",
            async _ => await system.Trader.GetAsync<PortfolioView>("/market/portfolio?exchange=BINANCE&timeframe=1h&cap=0.6")
                is { BookReason: null, Reason: null } known && known.Contracts.Any(contract => contract is { Symbol: "BTCUSDT", Held: > 0 }) ? known : null,
            Patience);

        Assert.True(portfolio is { Cap: 0.6m, Returns: >= 200, Shrinkage: 0, At: not null });
        Assert.All(portfolio.Contracts, contract => Assert.True(contract.Volatility > 0));
        Assert.Equal([null, .. Enum.GetValues<AllocationMethod>().Cast<AllocationMethod?>()], portfolio.Allocations.Select(allocation => allocation.Method));
        Assert.All(portfolio.Allocations, allocation => Assert.InRange(allocation.Weights.Sum(Math.Abs), 0.9999m, 1.0001m));
        Assert.All(portfolio.Allocations.Skip(1), allocation => Assert.All(allocation.Weights, weight => Assert.InRange(Math.Abs(weight), 0, 0.600001m)));
        var tight = await system.Trader.GetAsync<PortfolioView>("/market/portfolio?exchange=BINANCE&timeframe=1h&cap=0.01");
        Assert.Contains("leaves money over", tight.Reason, StringComparison.Ordinal);
        Assert.All(portfolio.Allocations, allocation => Assert.True(allocation is { Volatility: > 0, Shortfall: > 0, DiversificationRatio: >= 0.999m }));
    }

    [Fact]
    public async Task What_is_not_analysed_and_a_cap_that_is_none_are_told()
    {
        var unknown = await system.Trader.GetAsync<PortfolioView>("/market/portfolio?exchange=HYPERLIQUID&timeframe=4h");

        Assert.NotNull(unknown.Reason);
        Assert.Empty(unknown.Allocations);
        var refused = await system.Trader.SendAsync<JsonElement>(HttpMethod.Get, "/market/portfolio?cap=1.5", null, HttpStatusCode.BadRequest);
        Assert.True(refused.GetProperty("errors").TryGetProperty("cap", out _));
    }
}
