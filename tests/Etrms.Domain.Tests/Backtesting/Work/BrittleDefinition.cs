using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Strategies;

namespace Etrms.Domain.Tests.Backtesting.Work;

/// <summary>Long while the close stands above that of some candles ago. It throws where it is told to.</summary>
internal sealed class BrittleDefinition(Func<int, StrategyBar, bool> throws) : StrategyDefinition
{
    public const string Fault = "It cannot look back so far.";

    public override string Name => "brittle";

    public override string Title => "Brittle";

    public override string Meaning => "Looks back, and breaks.";

    public override ImmutableArray<StrategyParameter> Parameters { get; } = [StrategyParameter.Candles("lookback", 3, (1, 100), "Candles to look back.")];

    /// <summary>A catalogue with one that throws.</summary>
    public static StrategyCatalog Throwing(Func<int, StrategyBar, bool> throws) => StrategyCatalog.BuiltIn.With([new BrittleDefinition(throws)]);

    public override int WarmUpBars(StrategyArguments arguments) => arguments.Integer("lookback");

    public override IStrategy Create(StrategyArguments arguments) => new Brittle(arguments.Integer("lookback"), throws);

    private sealed class Brittle(int lookback, Func<int, StrategyBar, bool> throws) : IStrategy
    {
        public void OnBar(StrategyBar bar)
        {
            if (throws(lookback, bar))
            {
                throw new NotSupportedException(Fault);
            }

            if (bar.Index < lookback)
            {
                return;
            }

            if (bar.Bar.Close > bar.Candle(lookback).Close)
            {
                bar.Enter(TradeSide.Long);
            }
            else
            {
                bar.Exit();
            }
        }
    }
}
