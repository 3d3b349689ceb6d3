using System.Collections.Immutable;
using Etrms.Domain.Analysis.Indicators.Bands;
using Etrms.Domain.Backtesting.Engine;

namespace Etrms.Domain.Backtesting.Strategies;

/// <summary>
/// Buys a close above the highest high of the candles before, sells a close below their lowest low, and leaves when the close passes the other side of
/// a shorter channel: the rule of the turtles.
/// </summary>
public sealed class DonchianBreakout(int entry, int exit, TradeDirection direction, decimal? trail) : IStrategy
{
    private readonly DonchianChannel _entry = new(entry);
    private readonly DonchianChannel _exit = new(exit);

    public void OnBar(StrategyBar bar)
    {
        var numbers = bar.Numbers;
        var (outer, inner) = (_entry.Next(numbers), _exit.Next(numbers));
        if (outer is not { } wide || inner is not { } narrow)
        {
            return;
        }

        var protection = new Bracket { Trail = trail };
        if (numbers.Close > wide.Upper)
        {
            bar.Enter(TradeSide.Long, protection: protection);
        }
        else if (numbers.Close < wide.Lower && direction == TradeDirection.LongShort)
        {
            bar.Enter(TradeSide.Short, protection: protection);
        }
        else if (bar.Held > 0 ? numbers.Close < narrow.Lower : numbers.Close > narrow.Upper)
        {
            bar.Exit();
        }
    }
}

/// <summary>Describes <see cref="DonchianBreakout"/>.</summary>
public sealed class DonchianBreakoutDefinition : StrategyDefinition
{
    public override string Name => "donchian_breakout";

    public override string Title => "Breakout (Donchian)";

    public override string Meaning =>
        "Buys a close above the highest high of so many candles, sells one below their lowest low, and leaves at the other side of a shorter channel.";

    public override ImmutableArray<StrategyParameter> Parameters { get; } =
    [
        StrategyParameter.Candles("entry", 48, (2, 2_000), "Candles of the channel whose break is bought or sold."),
        StrategyParameter.Candles("exit", 24, (1, 2_000), "Candles of the channel that ends a position; no more than the entry has."),
        TradeRules.Direction,
        TradeRules.Trail,
    ];

    public override int WarmUpBars(StrategyArguments arguments) => arguments.Integer("entry") + 1;

    public override IEnumerable<ParameterFault> Check(StrategyArguments arguments)
    {
        if (arguments.Integer("exit") > arguments.Integer("entry"))
        {
            yield return ParameterFault.Of("exit", $"Must be at most entry, which is {arguments.Integer("entry")}.");
        }
    }

    public override IStrategy Create(StrategyArguments arguments) => new DonchianBreakout(
        arguments.Integer("entry"), arguments.Integer("exit"), arguments.Choice<TradeDirection>("direction"), arguments.Optional("trail"));
}
