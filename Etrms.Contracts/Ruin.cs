using System.ComponentModel.DataAnnotations;

namespace Etrms.Contracts;

/// <summary>Asks how likely a share of the money is lost within the next trades: from those of a backtest, from given R-multiples, or from own ones without either.</summary>
public sealed record RuinRequest
{
    /// <summary>A backtest whose closed trades with a stop at entry are drawn from.</summary>
    public Guid? BacktestId { get; init; }

    /// <summary>Without a backtest and multiples: the account whose closed trades are drawn from; absent are those of all accounts.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>Results of trades in R, oldest first: -1 is a loss of what was at risk.</summary>
    [MaxLength(10_000)]
    public IReadOnlyList<decimal> Multiples { get; init; } = [];

    /// <summary>Share of equity that each trade puts at risk; absent is the median of the trades that are drawn from.</summary>
    public decimal? RiskPerTrade { get; init; }

    [Range(1, 1_000)]
    public int Trades { get; init; } = 100;

    /// <summary>Shares of the start that are lost, each between 0 and 1; empty are 0.1, 0.2, 0.3 and 0.5.</summary>
    public IReadOnlyList<decimal> Losses { get; init; } = [];

    /// <summary>Trades that are drawn together; absent is the square root of their number.</summary>
    [Range(1, 1_000)]
    public int? BlockLength { get; init; }

    public long Seed { get; init; } = 1;
}

/// <summary>Risk of ruin by drawing blocks of trades; without figures it says why.</summary>
/// <param name="Source">"BACKTEST", "MULTIPLES" or "ACCOUNT".</param>
/// <param name="Reason">Why there are no figures; null when there are.</param>
/// <param name="Sample">Trades that were drawn from.</param>
/// <param name="WithoutStop">Closed trades that were left out because nobody knows what they risked.</param>
/// <param name="MeanMultiple">Mean result of a trade in R.</param>
/// <param name="RiskPerTrade">Share of equity that each trade puts at risk.</param>
public sealed record RuinView(
    string Source, string? Reason, int Sample, int WithoutStop, double? MeanMultiple, double? WinRate, double? RiskPerTrade, int Trades, int? BlockLength,
    int? Paths, long Seed, IReadOnlyList<RuinChanceView> Chances);

/// <param name="Loss">Share of the start.</param>
/// <param name="Probability">Share of paths that ever lost it.</param>
/// <param name="Low">5th percentile over histories as likely as the own one.</param>
/// <param name="High">95th percentile.</param>
/// <param name="ClosedForm">Check by a formula that knows nothing of the order of trades; null where it is not defined.</param>
public sealed record RuinChanceView(double Loss, double Probability, double Low, double High, double? ClosedForm);
