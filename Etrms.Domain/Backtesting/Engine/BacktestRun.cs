using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>Equity at the close of every candle, named by the candle's start.</summary>
public sealed class EquityRecord
{
    private readonly List<long> _times = [];
    private readonly List<double> _values = [];

    public int Count => _values.Count;

    /// <summary>Starts of the candles, in milliseconds since 1970.</summary>
    public ReadOnlySpan<long> Times => CollectionsMarshal.AsSpan(_times);

    /// <summary>Quote units.</summary>
    public ReadOnlySpan<double> Values => CollectionsMarshal.AsSpan(_values);

    internal void Add(long time, double equity)
    {
        _times.Add(time);
        _values.Add(equity);
    }

    internal void ReplaceLast(double equity) => _values[^1] = equity;
}

/// <summary>What came out of a run.</summary>
public sealed record BacktestRun
{
    public required decimal InitialCapital { get; init; }

    /// <summary>Wallet and unrealised profit at the last close.</summary>
    public required decimal FinalEquity { get; init; }

    /// <summary>In order of their ends; what is still open comes last.</summary>
    public required ImmutableArray<BacktestTrade> Trades { get; init; }

    public required ImmutableArray<BreakerEvent> BreakerEvents { get; init; }

    public required EquityRecord Equity { get; init; }

    /// <summary>Orders that breakers refused.</summary>
    public required int Refused { get; init; }

    /// <summary>False when the run was stopped before its last candle.</summary>
    public required bool IsComplete { get; init; }
}
