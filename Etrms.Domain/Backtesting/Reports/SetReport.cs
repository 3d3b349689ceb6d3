using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Strategies.Sets;
using Etrms.Domain.Market;

namespace Etrms.Domain.Backtesting.Reports;

/// <summary>What sets of parameters by regime did in a run.</summary>
/// <param name="Roster">Which set trades when.</param>
/// <param name="Contracts">Each by its own regime.</param>
public sealed record SetReport(SetRoster Roster, ImmutableArray<ContractSets> Contracts)
{
    /// <summary>How sets are chosen.</summary>
    public const string Convention =
        "The set for a candle is chosen by the candles that closed before it. A set stays in charge of what it opened and may only close once the regime calls "
        + "for another, which takes over when nothing is held. While the regime is unknown the base trades, at the smallest size of any regime; of several shares of size the smallest holds.";

    /// <summary>Null without sets.</summary>
    public static SetReport? Of(RunDetail detail, ImmutableArray<BacktestMarket> markets) => detail.Setup.Roster is { } roster
        ? new SetReport(roster, [.. markets.Select(market => ContractSets.Of(detail.Run, market))]) : null;
}

/// <summary>What sets did in one contract: by the close before each candle, and before each entry.</summary>
/// <param name="ByRegime">Candles and trades by how the market was read.</param>
/// <param name="BySet">The same by the set in charge.</param>
/// <param name="Changes">When another set took charge, oldest first.</param>
public sealed record ContractSets(
    InstrumentId Instrument, ImmutableArray<RegimeFigures> ByRegime, ImmutableArray<RegimeFigures> BySet, ImmutableArray<SetStep> Changes)
{
    public static ContractSets Of(BacktestRun run, BacktestMarket market)
    {
        var id = market.Instrument.Id;
        ImmutableArray<SetStep> steps = [.. run.SetSteps.Where(step => step.Instrument == id)];
        var own = run with { Trades = [.. run.Trades.Where(trade => trade.Instrument == id)] };
        return new ContractSets(
            id,
            RegimeFigures.Of(own, market, new StepLabels(steps, step => StrategySets.NameOf(step.Regime))),
            RegimeFigures.Of(own, market, new StepLabels(steps, step => step.Set)),
            [.. steps.Where((step, index) => index > 0 && step.Set != steps[index - 1].Set)]);
    }

    /// <summary>Labels as the run itself made them.</summary>
    private sealed class StepLabels(ImmutableArray<SetStep> steps, Func<SetStep, string> name) : IRegimeLabels
    {
        public string Convention => SetReport.Convention;

        public ImmutableArray<string?> Of(CandleSeries candles)
        {
            var labels = new string?[candles.Count];
            var next = 0;
            string? current = null;
            for (var i = 0; i < labels.Length; i++)
            {
                for (var closedAt = candles.OpenAt(i) + candles.Step; next < steps.Length && steps[next].At <= closedAt; next++)
                {
                    current = name(steps[next]);
                }

                labels[i] = current;
            }

            return ImmutableArray.Create(labels);
        }
    }
}
