using System.Collections.Immutable;

namespace Etrms.Domain.Risk.Measures.Ruin;

/// <summary>What is asked of a history of trades: how likely a share of the money is lost at some time within the next of them.</summary>
public sealed record RuinTerms
{
    /// <summary>Share of equity that each trade puts at risk: what one R is of the equity before it.</summary>
    public required double RiskPerTrade { get; init; }

    /// <summary>Trades to come.</summary>
    public int Trades { get; init; } = 100;

    /// <summary>Shares of the start that are lost.</summary>
    public ImmutableArray<double> Losses { get; init; } = [0.1, 0.2, 0.3, 0.5];

    /// <summary>Trades that are drawn together; null for the square root of their number.</summary>
    public int? BlockLength { get; init; }

    public int Paths { get; init; } = 10_000;

    /// <summary>The same seed gives the same answer.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>What is wrong with it; empty when nothing is.</summary>
    public IEnumerable<(string Field, string Reason)> Faults()
    {
        if (RiskPerTrade is not (> 0 and <= 1))
        {
            yield return ("risk_per_trade", "Must be a share of equity above 0 and at most 1, such as 0.01.");
        }

        if (Trades is < 1 or > 1_000)
        {
            yield return ("trades", "Must lie between 1 and 1,000.");
        }

        if (Losses.Length is < 1 or > 10 || Losses.Any(loss => loss is not (> 0 and < 1)))
        {
            yield return ("losses", "Must be 1 to 10 shares of the start between 0 and 1, such as 0.2.");
        }

        if (BlockLength is < 1 or > 1_000)
        {
            yield return ("block_length", "Must lie between 1 and 1,000.");
        }
    }
}

/// <summary>How likely one loss is.</summary>
/// <param name="Loss">Share of the start.</param>
/// <param name="Probability">Share of paths that ever stood at or below it.</param>
/// <param name="Low">5th percentile over histories that are as likely as the own one: what too few trades leave open.</param>
/// <param name="High">95th percentile.</param>
/// <param name="ClosedForm">Check by a formula for normal log growth that is watched all the time; null where it is not defined.</param>
public readonly record struct RuinChance(double Loss, double Probability, double Low, double High, double? ClosedForm);

/// <param name="Sample">Trades of the history.</param>
/// <param name="MeanMultiple">Mean result of a trade in R.</param>
/// <param name="WinRate">Share of trades above 0.</param>
/// <param name="BlockLength">Trades that were drawn together.</param>
public sealed record RuinReport(
    RuinTerms Terms, int Sample, double MeanMultiple, double WinRate, int BlockLength, ImmutableArray<RuinChance> Chances);
