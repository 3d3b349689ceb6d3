using System.Text.Json.Serialization;
using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Analysis.Volatility;
using Etrms.Domain.Market;

namespace Etrms.Contracts;

/// <summary>What trades in one regime instead of the base.</summary>
public sealed record StrategySetBody
{
    /// <summary>Another strategy of the catalogue; null is that of the base.</summary>
    public string? Strategy { get; init; }

    /// <summary>By name. What is not named has the base's value or, of another strategy, its default.</summary>
    [JsonConverter(typeof(PlainValues))]
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Share of its size at which an entry passes, from 0, which stands aside, to 1: a set can only lower it.</summary>
    public decimal Size { get; init; } = 1;
}

/// <summary>Shares of size by the state of the market, from 0 to 1. A state that is not named has 1, one that is not known the smallest named.</summary>
public sealed record StrategySizeBody
{
    /// <summary>By low, normal, high: the rank of the volatility among those before it.</summary>
    public IReadOnlyDictionary<string, decimal>? Volatility { get; init; }

    /// <summary>By low, medium, high: what was traded lately against what usually is.</summary>
    public IReadOnlyDictionary<string, decimal>? Liquidity { get; init; }
}

/// <summary>What sets of parameters by regime did in a run.</summary>
/// <param name="Fingerprint">Over everything that decides what trades when: equal sets have equal ones.</param>
/// <param name="Sets">The base first.</param>
public sealed record StrategySetsView(string Fingerprint, IReadOnlyList<StrategySetView> Sets, IReadOnlyList<ContractSetsView> Contracts);

/// <summary>One set, whole.</summary>
/// <param name="Regime">"trending", "ranging", "volatile", "breakout" or "reversal"; "unknown" for the base, which trades in every regime without a set too.</param>
/// <param name="Set">What it is called in changes; equal sets are called the same.</param>
public sealed record StrategySetView(string Regime, string Set, string Strategy, IReadOnlyDictionary<string, string> Parameters, decimal Size);

/// <summary>What sets did in one contract.</summary>
/// <param name="ByRegime">Candles by how the market was read at the close before, trades by the close of their signal.</param>
/// <param name="BySet">The same by the set in charge.</param>
/// <param name="Changes">When another set took charge; the first of them.</param>
/// <param name="ChangesTotal">All of them.</param>
public sealed record ContractSetsView(
    Exchange Exchange, string Symbol, IReadOnlyList<RegimeFiguresView> ByRegime, IReadOnlyList<RegimeFiguresView> BySet,
    IReadOnlyList<SetChangeView> Changes, int ChangesTotal);

/// <param name="TimeMs">Start of the candle at whose close it happened.</param>
/// <param name="Regime">How the market was read then.</param>
/// <param name="Set">Which one took charge.</param>
public sealed record SetChangeView(long TimeMs, string Regime, string Set);

/// <summary>Which set of an applied backtest the present conditions of a contract select. It informs: nothing trades by it.</summary>
public sealed record SetChoiceView
{
    public required Guid BacktestId { get; init; }

    /// <summary>Its name.</summary>
    public required string Backtest { get; init; }

    public required Exchange Exchange { get; init; }

    public required string Symbol { get; init; }

    public required string Timeframe { get; init; }

    /// <summary>As requests name them; "unknown" when it is not known.</summary>
    public required string Regime { get; init; }

    public VolatilityRegime? Volatility { get; init; }

    /// <summary>By what was traded lately; null too when no size goes by it.</summary>
    public LiquidityRegime? Liquidity { get; init; }

    /// <summary>"base", or the first regime of the set.</summary>
    public required string Set { get; init; }

    public required string Strategy { get; init; }

    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>Share of its size at which an entry would pass.</summary>
    public required decimal Size { get; init; }

    /// <summary>End of the newest candle that it follows from; null without one.</summary>
    public DateTimeOffset? EndAt { get; init; }

    /// <summary>Why the regime is not known; null when it is.</summary>
    public string? Reason { get; init; }
}
