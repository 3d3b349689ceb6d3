using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Strategies.Sets;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>Equity at the close of every candle, named by the candle's start.</summary>
public sealed class EquityRecord
{
    private ArraySegment<long> _times;
    private double[] _values;

    /// <param name="capacity">Candles for which there is room from the start.</param>
    public EquityRecord(int capacity = 0)
    {
        _times = GC.AllocateUninitializedArray<long>(capacity);
        _values = GC.AllocateUninitializedArray<double>(capacity);
    }

    /// <summary>A record of candles whose starts are known; they are not copied.</summary>
    internal EquityRecord(ArraySegment<long> times)
    {
        _times = times;
        _values = GC.AllocateUninitializedArray<double>(times.Count);
    }

    public int Count { get; private set; }

    /// <summary>Starts of the candles, in milliseconds since 1970.</summary>
    public ReadOnlySpan<long> Times => _times.AsSpan(0, Count);

    /// <summary>Quote units.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, Count);

    /// <summary>The same for those who need lists; nothing is copied.</summary>
    public IReadOnlyList<long> TimeList => _times[..Count];

    public IReadOnlyList<double> ValueList => new ArraySegment<double>(_values, 0, Count);

    internal void Add(long time, double equity)
    {
        if (Count == _values.Length)
        {
            Grow();
        }

        _times[Count] = time;
        AddNext(equity);
    }

    /// <summary>The equity of the next candle whose start is known.</summary>
    internal void AddNext(double equity) => _values[Count++] = equity;

    internal void ReplaceLast(double equity) => _values[Count - 1] = equity;

    private void Grow()
    {
        var length = Math.Max(16, Count * 2);
        var times = GC.AllocateUninitializedArray<long>(length);
        Times.CopyTo(times);
        _times = times;
        Array.Resize(ref _values, length);
    }
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

    /// <summary>Orders that traded less than was asked for, or not at all.</summary>
    public required OrderTally Unfilled { get; init; }

    /// <summary>Candles in which both a stop and a target or limit could fill: which came first is an assumption.</summary>
    public required int AmbiguousBars { get; init; }

    /// <summary>Funding rates and marks that were missing and replaced (see <see cref="MissingMarketData"/>).</summary>
    public required int Substituted { get; init; }

    /// <summary>What happened to every order, oldest first; empty unless the run keeps it.</summary>
    public required ImmutableArray<OrderNote> Orders { get; init; }

    /// <summary>How markets were read and which sets were in charge, oldest first; empty without sets.</summary>
    public ImmutableArray<SetStep> SetSteps { get; init; } = [];

    /// <summary>False when the run was stopped before its last candle.</summary>
    public required bool IsComplete { get; init; }
}
