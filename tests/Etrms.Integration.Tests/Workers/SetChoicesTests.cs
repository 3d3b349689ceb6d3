using Etrms.Contracts;
using Etrms.Contracts.Mapping;
using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using Etrms.Domain.Risk;
using Etrms.Workers.Analysis;

namespace Etrms.Integration.Tests.Workers;

/// <summary>Which set of an applied backtest a market selects, and when the trader is told.</summary>
public sealed class SetChoicesTests
{
    private const int Calm = 400;

    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private static readonly DateTimeOffset Start = new(2025, 6, 12, 0, 0, 0, TimeSpan.Zero);
    private static readonly InstrumentId Btc = new(Exchange.Binance, "BTCUSDT");

    private static readonly BacktestBody Body = new()
    {
        Name = "Two ways",
        Type = BacktestType.Optimization,
        StartDate = Start,
        EndDate = Start.AddDays(30),
        Exchanges = [Exchange.Binance],
        Symbols = ["BTCUSDT"],
        Timeframe = "15m",
        InitialCapital = 1_000,
        Strategy = new BacktestStrategyBody
        {
            Name = "moving_average_cross",
            Regimes = new Dictionary<string, StrategySetBody>
            {
                ["trending"] = new() { Parameters = new Dictionary<string, string> { ["slow"] = "60" } },
                ["ranging"] = new() { Size = 0.5m },
            },
        },
        Parameters = new BacktestParametersBody
        {
            ParametersToOptimize = new Dictionary<string, ParameterRangeBody> { ["trending.slow"] = new() { Start = 40, End = 90, Step = 10 } },
        },
    };

    private readonly MarketAnalyst _analyst = new([Quarter], AnalystRules.Default);
    private readonly SetChoices _choices = new();
    private readonly Random _random = new(7);
    private double _price = 100;
    private int _count;

    public SetChoicesTests() => _analyst.Follow(Btc);

    [Fact]
    public void The_parameters_that_were_applied_are_those_of_the_chosen_trial()
    {
        var roster = AppliedSets.RosterOf(Body, new Dictionary<string, string> { ["trending.slow"] = "80" }, StrategyCatalog.BuiltIn)!;

        Assert.Equal("80", roster.Named.First().Seat.Arguments.Values["slow"].ToString());
        Assert.Null(AppliedSets.RosterOf(Body with { Strategy = null, Type = BacktestType.Standard }, new Dictionary<string, string>(), StrategyCatalog.BuiltIn));
    }

    [Fact]
    public void While_nothing_is_known_the_base_is_chosen_at_the_smallest_size_and_nobody_is_told()
    {
        var choice = Assert.Single(_choices.Look([Applied()], _analyst, At(0)));

        Assert.Equal(("unknown", "base", 0.5m), (choice.Regime, choice.Set, choice.Size));
        Assert.Contains("too old", choice.Reason, StringComparison.Ordinal);
        Assert.Empty(_choices.TakeNews());
    }

    [Fact]
    public void A_trend_selects_its_set_and_the_trader_is_told_once()
    {
        for (var i = 0; i < Calm; i++)
        {
            Take(drift: 0);
        }

        var calm = Assert.Single(_choices.Look([Applied()], _analyst, At(_count)));
        var atStart = _choices.TakeNews();
        for (var i = 0; i < 120; i++)
        {
            Take(drift: 0.003);
        }

        var trend = Assert.Single(_choices.Look([Applied()], _analyst, At(_count)));
        var told = Assert.Single(_choices.TakeNews());
        _choices.Look([Applied()], _analyst, At(_count));

        Assert.Equal(("base", (string?)null), (calm.Set, calm.Reason));
        Assert.Empty(atStart);
        Assert.Equal(("trending", "trending", "60", 1m), (trend.Regime, trend.Set, trend.Parameters["slow"], trend.Size));
        Assert.Equal(AlertSeverity.Info, told.Severity);
        Assert.Contains("calls for the set \"trending\"", told.Title, StringComparison.Ordinal);
        Assert.Contains("Nothing is traded by it", told.Text, StringComparison.Ordinal);
        Assert.Empty(_choices.TakeNews());
    }

    [Fact]
    public void A_market_that_is_not_heard_any_more_is_unknown_and_its_last_set_is_no_longer_chosen()
    {
        for (var i = 0; i < Calm + 120; i++)
        {
            Take(i < Calm ? 0 : 0.003);
        }

        _choices.Look([Applied()], _analyst, At(_count));
        var lost = Assert.Single(_choices.Look([Applied()], _analyst, At(_count + 4)));

        Assert.Equal(("unknown", "base", 0.5m), (lost.Regime, lost.Set, lost.Size));
        Assert.Contains("Its regime is unknown", Assert.Single(_choices.TakeNews()).Text, StringComparison.Ordinal);
    }

    private static AppliedRoster Applied() => new(
        new Guid("a0000000-0000-0000-0000-000000000001"), Body.Name, [Btc], Timeframe.Of(Quarter),
        AppliedSets.RosterOf(Body, new Dictionary<string, string>(), StrategyCatalog.BuiltIn)!);

    private static EventTimes At(int candle) => new(Start + (candle * Quarter), Start + (candle * Quarter), Start + (candle * Quarter));

    /// <summary>A candle of a market that goes back to 100 without a drift.</summary>
    private void Take(double drift)
    {
        var open = _price;
        _price *= Math.Exp((drift == 0 ? -0.05 * Math.Log(_price / 100) : drift) + ((_random.NextDouble() - 0.5) * 0.006));
        var (high, low) = (Math.Max(open, _price) * 1.0005, Math.Min(open, _price) * 0.9995);
        var at = At(_count++).MarketAt;
        Assert.True(_analyst.Take(Btc, Quarter, new Candle(at, (decimal)open, (decimal)high, (decimal)low, (decimal)_price, 1), at + Quarter));
    }
}
