using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Strategies;

namespace MyStrategy;

/// <summary>
/// Buys when the close stands above that of some candles ago, and leaves when it no longer does. One instance serves one contract in one run, so it may
/// remember what it likes; static fields and files would make a run depend on others.
/// </summary>
public sealed class MomentumStrategy(int lookback, decimal? stopLoss) : IStrategy
{
    public void OnBar(StrategyBar bar)
    {
        // The candle at hand has closed; later ones do not exist. Orders fill from the next open on.
        if (bar.Index < lookback)
        {
            return;
        }

        var close = bar.Bar.Close;
        if (close > bar.Candle(lookback).Close)
        {
            bar.Enter(TradeSide.Long, protection: new Bracket(close * (1 - stopLoss), null));
        }
        else
        {
            bar.Exit();
        }
    }
}

/// <summary>Tells ETRMS the strategy's name and parameters. It needs a constructor without parameters.</summary>
public sealed class MomentumDefinition : StrategyDefinition
{
    public override string Name => "my_strategy";

    public override string Title => "Momentum";

    public override string Meaning => "Long while the close stands above that of some candles ago.";

    public override ImmutableArray<StrategyParameter> Parameters { get; } =
    [
        StrategyParameter.Candles("lookback", 24, (1, 1_000), "Candles to look back."),
        StrategyParameter.Fraction("stop_loss", null, (0.001m, 0.5m, 0.005m), "Distance of the stop from the close; left out for none."),
    ];

    public override int WarmUpBars(StrategyArguments arguments) => arguments.Integer("lookback");

    public override IStrategy Create(StrategyArguments arguments) => new MomentumStrategy(arguments.Integer("lookback"), arguments.Optional("stop_loss"));
}
