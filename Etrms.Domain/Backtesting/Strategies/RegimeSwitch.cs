using System.Collections.Immutable;
using Etrms.Domain.Analysis.Indicators.Bands;
using Etrms.Domain.Backtesting.Engine;

namespace Etrms.Domain.Backtesting.Strategies;

/// <summary>How <see cref="RegimeSwitch"/> trades.</summary>
/// <param name="Window">Candles by which the market is judged.</param>
/// <param name="Trending">Efficiency from which it counts as trending.</param>
/// <param name="Ranging">Efficiency up to which it counts as ranging; between the two the last judgement stands.</param>
/// <param name="Deviations">Distance from the average at which a range is faded, in standard deviations.</param>
/// <param name="Direction">Whether shorts are taken.</param>
/// <param name="StopLoss">Distance of the stop from the close of the signal, as a fraction; null for none.</param>
public sealed record RegimeSwitchSettings(
    int Window, double Trending, double Ranging, double Deviations, TradeDirection Direction, decimal? StopLoss = null);

/// <summary>
/// Goes with the move while the market trends and against it while it ranges. Which it does is told by Kaufman's efficiency ratio: the way made over
/// the way walked. When the judgement turns, the position of the former one is closed.
/// </summary>
public sealed class RegimeSwitch(RegimeSwitchSettings settings) : IStrategy
{
    private readonly BollingerBands _bands = new(settings.Window, settings.Deviations);
    private long _walked;
    private bool? _isTrending;

    public void OnBar(StrategyBar bar)
    {
        var closes = bar.Closes;
        var last = closes.Length - 1;
        _walked += last > 0 ? Math.Abs(closes[last] - closes[last - 1]) : 0;
        _walked -= last > settings.Window ? Math.Abs(closes[last - settings.Window] - closes[last - settings.Window - 1]) : 0;
        var bands = _bands.Next(bar.Numbers.Close);
        if (last < settings.Window || bands is not { } reading)
        {
            return;
        }

        var made = closes[last] - closes[last - settings.Window];
        if (Judge(_walked == 0 ? 0 : Math.Abs((double)made) / _walked))
        {
            bar.Exit();
        }
        else if (_isTrending == true)
        {
            Take(bar, Math.Sign(made));
        }
        else if (_isTrending == false)
        {
            Fade(bar, reading);
        }
    }

    /// <summary>True when the judgement turned.</summary>
    private bool Judge(double efficiency)
    {
        bool? isTrending = efficiency >= settings.Trending ? true : efficiency <= settings.Ranging ? false : _isTrending;
        var isTurn = _isTrending is not null && isTrending != _isTrending;
        _isTrending = isTrending;
        return isTurn;
    }

    private void Fade(StrategyBar bar, in BollingerReading bands)
    {
        var close = bar.Numbers.Close;
        if (bar.Held == 0)
        {
            Take(bar, close < bands.Lower ? 1 : close > bands.Upper ? -1 : 0);
        }
        else if (bar.Held > 0 ? close >= bands.Middle : close <= bands.Middle)
        {
            bar.Exit();
        }
    }

    private void Take(StrategyBar bar, int side)
    {
        if (side > 0)
        {
            bar.Enter(TradeSide.Long, protection: TradeRules.ProtectionAt(bar, TradeSide.Long, settings.StopLoss, null));
        }
        else if (side < 0 && settings.Direction == TradeDirection.LongShort)
        {
            bar.Enter(TradeSide.Short, protection: TradeRules.ProtectionAt(bar, TradeSide.Short, settings.StopLoss, null));
        }
        else if (side < 0)
        {
            bar.Exit();
        }
    }
}

/// <summary>Describes <see cref="RegimeSwitch"/>.</summary>
public sealed class RegimeSwitchDefinition : StrategyDefinition
{
    public override string Name => "regime_switch";

    public override string Title => "Regime switch";

    public override string Meaning =>
        "Goes with the move while the market trends and against it while it ranges, by the way made over the way walked (efficiency ratio).";

    public override ImmutableArray<StrategyParameter> Parameters { get; } =
    [
        StrategyParameter.Candles("window", 48, (5, 2_000), "Candles by which the market is judged."),
        StrategyParameter.Fraction("trending", 0.35m, (0.05m, 0.95m, 0.05m), "Efficiency from which the market counts as trending."),
        StrategyParameter.Fraction("ranging", 0.2m, (0.01m, 0.9m, 0.05m), "Efficiency up to which it counts as ranging; less than trending."),
        StrategyParameter.Number("deviations", 2, (0.5m, 6, 0.25m), "Distance from the average at which a range is faded, in standard deviations."),
        TradeRules.Direction,
        TradeRules.StopLoss,
    ];

    public override int WarmUpBars(StrategyArguments arguments) => arguments.Integer("window") + 1;

    public override IEnumerable<ParameterFault> Check(StrategyArguments arguments)
    {
        if (arguments.Number("ranging") >= arguments.Number("trending"))
        {
            yield return ParameterFault.Of("ranging", "Must be less than trending.");
        }
    }

    public override IStrategy Create(StrategyArguments arguments) => new RegimeSwitch(new RegimeSwitchSettings(
        arguments.Integer("window"),
        (double)arguments.Number("trending"),
        (double)arguments.Number("ranging"),
        (double)arguments.Number("deviations"),
        arguments.Choice<TradeDirection>("direction"),
        arguments.Optional("stop_loss")));
}
