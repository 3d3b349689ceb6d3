using System.Collections.Immutable;
using Etrms.Domain.Analysis.Indicators.Bands;
using Etrms.Domain.Backtesting.Engine;

namespace Etrms.Domain.Backtesting.Strategies;

/// <summary>Buys a close below the lower band, sells one above the upper band, and leaves at the average.</summary>
public sealed class BollingerReversion(int period, double deviations, TradeDirection direction, decimal? stopLoss) : IStrategy
{
    private readonly BollingerBands _bands = new(period, deviations);

    public void OnBar(StrategyBar bar)
    {
        var close = bar.Numbers.Close;
        if (_bands.Next(close) is not { } bands)
        {
            return;
        }

        if (bar.Held != 0)
        {
            if (bar.Held > 0 ? close >= bands.Middle : close <= bands.Middle)
            {
                bar.Exit();
            }
        }
        else if (close < bands.Lower)
        {
            bar.Enter(TradeSide.Long, protection: TradeRules.ProtectionAt(bar, TradeSide.Long, stopLoss, null));
        }
        else if (close > bands.Upper && direction == TradeDirection.LongShort)
        {
            bar.Enter(TradeSide.Short, protection: TradeRules.ProtectionAt(bar, TradeSide.Short, stopLoss, null));
        }
    }
}

/// <summary>Describes <see cref="BollingerReversion"/>.</summary>
public sealed class BollingerReversionDefinition : StrategyDefinition
{
    public override string Name => "bollinger_reversion";

    public override string Title => "Mean reversion (Bollinger)";

    public override string Meaning => "Buys a close below the lower band, sells one above the upper band, and leaves at the average between them.";

    public override ImmutableArray<StrategyParameter> Parameters { get; } =
    [
        StrategyParameter.Candles("period", 20, (2, 1_000), "Candles of the average and of the deviation."),
        StrategyParameter.Number("deviations", 2, (0.5m, 6, 0.25m), "Distance of the bands from the average, in standard deviations."),
        TradeRules.Direction,
        TradeRules.StopLoss,
    ];

    public override int WarmUpBars(StrategyArguments arguments) => arguments.Integer("period");

    public override IStrategy Create(StrategyArguments arguments) => new BollingerReversion(
        arguments.Integer("period"), (double)arguments.Number("deviations"), arguments.Choice<TradeDirection>("direction"), arguments.Optional("stop_loss"));
}
