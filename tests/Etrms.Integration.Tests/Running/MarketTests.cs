using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Analysis.Markets;

namespace Etrms.Integration.Tests.Running;

/// <summary>The market analysis over the venue's wire: candles and books in, what is known by the Api and the socket.</summary>
[Collection(nameof(RunningSystem))]
public sealed class MarketTests(RunningSystem system)
{
    /// <summary>Half a minute of books tells what is usual.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task The_markets_of_a_connected_account_are_analysed_stored_and_told()
    {
        var key = await system.Venue.CreateAccountAsync(10_000);
        await system.Trader.ConnectAsync<AccountView>(Existing.NewAccount(key, "Markets"));

        var contract = await Eventually.GetAsync(
            "the market of BTCUSDT is known",
            async _ => (await system.Trader.GetAsync<MarketAnalysisView>("/market")).Contracts.FirstOrDefault(
                each => each is { Symbol: "BTCUSDT", Liquidity.Regime: not null } && each.Regimes[0] is { State: not null, VolatilityRegime: not null }),
            Patience);

        Assert.Equal(["15m", "1h"], contract.Regimes.Select(regime => regime.Timeframe));
        Assert.All(contract.Regimes, regime => Assert.True(regime.Volatility > 0));
        Assert.True(contract.Liquidity is { Mid: > 0, SpreadBps: >= 0, BidDepth: > 0, AskDepth: > 0 });
        Assert.Equal((1m, 1m, 1m), (contract.Advice.SizeInForce, contract.Advice.StopInForce, contract.Advice.DrawdownInForce));
        await ReadsWhatIsStoredAsync();
        await using var socket = await LiveSocket.OpenAsync(system.Trader, LiveChannels.Market);
        var told = await socket.MessageAsync("the market on its channel", message => message.Channel == LiveChannels.Market);
        Assert.Contains(told.Data.Deserialize<MarketAnalysisView>(EtrmsJson.Options)!.Contracts, each => each.Symbol == "BTCUSDT");
    }

    private async Task ReadsWhatIsStoredAsync()
    {
        const string Of = "exchange=BINANCE&symbol=BTCUSDT";
        var liquidity = await Eventually.GetAsync(
            "a book is stored",
            async _ => await system.Trader.GetAsync<LiquidityHistoryView>($"/market/liquidity?{Of}") is { Book: not null } found ? found : null, Patience);
        Assert.True(liquidity.Book!.Bids[0].Price < liquidity.Book.Asks[0].Price);
        Assert.All(liquidity.Slippage, size => Assert.True(size.BuyBps is null or >= 0 && size.BuyUnfilled >= 0));

        var heat = await Eventually.GetAsync(
            "books are stored by rows",
            async _ => await system.Trader.GetAsync<BookHeatView>($"/market/heatmap?{Of}") is { Columns.Count: > 0 } found ? found : null, Patience);
        Assert.All(heat.Columns, column => Assert.Equal(heat.Rows, column.Sizes.Count));
        Assert.All(heat.Columns, column => Assert.InRange(column.Mid, heat.Bottom!.Value, heat.Bottom.Value + (heat.Step!.Value * heat.Rows)));
        Assert.Contains(heat.Columns[^1].Sizes, size => size > 0);
        var findings = await system.Trader.GetAsync<BookFindingsView>($"/market/findings?{Of}&limit=5");
        Assert.Equal(findings.Findings.Count == 0, findings.Reason is not null);

        var regimes = await system.Trader.GetAsync<RegimeHistoryView>($"/market/regimes?{Of}&timeframe=1h");
        Assert.NotEmpty(regimes.Spells);
        Assert.All(regimes.Spells.Zip(regimes.Spells.Skip(1)), pair => Assert.True(pair.First.Until <= pair.Second.From));

        var volatility = await system.Trader.GetAsync<VolatilityHistoryView>($"/market/volatility?{Of}&timeframe=1h");
        Assert.True(volatility.Points[^1] is { CloseToClose: > 0, Parkinson: > 0, YangZhang: > 0 });
        Assert.NotEmpty(volatility.Detail!.Cone);
        Assert.NotEmpty(volatility.Detail.Profile!.Buckets);

        await ReadsStatesAndShapesAsync($"{Of}&timeframe=1h");

        var correlation = await system.Trader.GetAsync<CorrelationHistoryView>("/market/correlation?exchange=BINANCE&timeframe=1h");
        Assert.Equal(correlation.Symbols.Count, correlation.Matrix.Count);
        Assert.All(Enumerable.Range(0, correlation.Matrix.Count), place => Assert.Equal(1m, correlation.Matrix[place][place]));

        var estimate = await system.Trader.GetAsync<SlippageEstimateView>($"/market/slippage?{Of}&side=BUY&notional=1000");
        Assert.True(estimate is { SlippageBps: >= 0, Levels: >= 1 });
    }

    private async Task ReadsStatesAndShapesAsync(string of)
    {
        var phases = await Eventually.GetAsync(
            "hidden states are fitted", async _ => (await system.Trader.GetAsync<MarketPhasesView>($"/market/phases?{of}")).Phases, Patience);
        Assert.InRange(phases.States.Count, 2, 3);
        Assert.Equal(1.0, (double)phases.States.Sum(state => state.Probability), 4);
        Assert.All(phases.States, state => Assert.Equal(1.0, (double)state.Moves.Sum(), 4));
        Assert.True(phases.FittedAt <= phases.EndAt && phases.Course[^1].At == phases.EndAt);

        var shifts = (await system.Trader.GetAsync<MarketPhasesView>($"/market/phases?{of}")).Shifts;
        Assert.All(shifts, shift => Assert.True(shift.Before >= 0 && shift.After >= 0 && shift.At < phases.EndAt.AddDays(1)));

        var chart = await system.Trader.GetAsync<MarketChartView>($"/market/chart?{of}");
        Assert.NotEmpty(chart.Candles);
        Assert.NotEmpty(chart.Profile!.Buckets);
        Assert.All(chart.Shapes!.Support, level => Assert.True(level is { Distance: <= 0 } && level.Tops + level.Bottoms > 1));
        Assert.All(chart.Shapes.Patterns, pattern => Assert.True(pattern.From < pattern.KnownAt && pattern.Boundary > 0));

        var moves = (await system.Trader.GetAsync<RegimeHistoryView>($"/market/regimes?{of}")).Moves;
        Assert.Equal(4, moves.Count);
        Assert.All(moves, move => Assert.True(move.Chances.Count is 0 or 4));
    }

    [Fact]
    public async Task A_large_order_that_a_stranger_rests_and_pulls_is_seen_over_the_wire_and_stored()
    {
        var key = await system.Venue.CreateAccountAsync(10_000);
        await system.Trader.ConnectAsync<AccountView>(Existing.NewAccount(key, "Walls"));
        await Eventually.GetAsync("the book of SOLUSDT is judged", async _ => await SolAsync() is { Liquidity.Regime: not null } found ? found : null, Patience);
        var book = (await system.Trader.GetAsync<LiquidityHistoryView>("/market/liquidity?exchange=BINANCE&symbol=SOLUSDT")).Book!;

        // Several, since the market moves on meanwhile: some stay near its middle.
        var prices = book.Bids.Where((_, place) => place is >= 4 and <= 22 && place % 2 == 0).Select(level => level.Price).ToList();

        await WallsAsync(prices, book.Bids.Max(level => level.Quantity) * 1_000);
        await Eventually.GetAsync(
            "a wall stands", async _ => (await SolAsync())?.Liquidity.Walls.FirstOrDefault(wall => wall.IsBid && prices.Contains(wall.Price)), Patience);
        await WallsAsync(prices, 0);

        var finding = await Eventually.GetAsync(
            "that it is gone is stored",
            async _ => (await system.Trader.GetAsync<BookFindingsView>("/market/findings?exchange=BINANCE&symbol=SOLUSDT")).Findings.FirstOrDefault(
                found => found.Kind == BookFindingKind.PulledOrder && prices.Contains(found.Price)),
            Patience);
        Assert.True(finding is { IsBid: true, Levels: 1 } && finding.Executed < finding.Size / 2);

        async Task<ContractMarketView?> SolAsync() =>
            (await system.Trader.GetAsync<MarketAnalysisView>("/market")).Contracts.FirstOrDefault(contract => contract.Symbol == "SOLUSDT");

        async Task WallsAsync(List<decimal> at, decimal quantity)
        {
            foreach (var price in at)
            {
                await system.Venue.ControlAsync("wall", new { symbol = "SOLUSDT", side = "BUY", price, quantity });
            }
        }
    }

    [Fact]
    public async Task What_is_not_analysed_is_told_as_unknown_and_not_as_nothing()
    {
        var regimes = await system.Trader.GetAsync<RegimeHistoryView>("/market/regimes?exchange=BINANCE&symbol=NOSUCH");
        var volatility = await system.Trader.GetAsync<VolatilityHistoryView>("/market/volatility?exchange=BINANCE&symbol=NOSUCH");
        var liquidity = await system.Trader.GetAsync<LiquidityHistoryView>("/market/liquidity?exchange=BINANCE&symbol=NOSUCH");
        var heat = await system.Trader.GetAsync<BookHeatView>("/market/heatmap?exchange=BINANCE&symbol=NOSUCH");
        var findings = await system.Trader.GetAsync<BookFindingsView>("/market/findings?exchange=BINANCE&symbol=NOSUCH");
        var phases = await system.Trader.GetAsync<MarketPhasesView>("/market/phases?exchange=BINANCE&symbol=NOSUCH");
        var chart = await system.Trader.GetAsync<MarketChartView>("/market/chart?exchange=BINANCE&symbol=NOSUCH");

        Assert.All([regimes.Reason, volatility.Reason, liquidity.Reason, heat.Reason, findings.Reason, phases.Reason, chart.Reason], Assert.NotNull);
        Assert.True(heat.Step is null && phases.Phases is null && chart.Shapes is null && chart.Profile is null);
        Assert.Null(regimes.Performance);
        Assert.Null(volatility.Detail);
        Assert.Null(liquidity.Book);
    }
}
