using Etrms.Domain.Market;

namespace Etrms.Domain.Backtesting.Engine;

public enum ExitReason
{
    /// <summary>Still open when the run ended; marked to the last close.</summary>
    Open,
    Signal,
    Reverse,
    StopLoss,
    TakeProfit,
    TrailingStop,
    Breaker,
    Liquidation,
    EndOfRun,
}

public enum TradeSide
{
    Long,
    Short,
}

/// <summary>A position from its opening to flat. Partial exits belong to one trade; times are the starts of candles.</summary>
public sealed record BacktestTrade
{
    public required InstrumentId Instrument { get; init; }

    public required TradeSide Side { get; init; }

    /// <summary>Largest size, in base units.</summary>
    public required decimal Quantity { get; init; }

    public required DateTimeOffset EntryAt { get; init; }

    /// <summary>Average price paid, in quote units.</summary>
    public required decimal EntryPrice { get; init; }

    public required decimal EntryFee { get; init; }

    public decimal? StopLoss { get; init; }

    public decimal? TakeProfit { get; init; }

    /// <summary>Null while open.</summary>
    public DateTimeOffset? ExitAt { get; init; }

    /// <summary>Average price received; null while open.</summary>
    public decimal? ExitPrice { get; init; }

    public decimal? ExitFee { get; init; }

    public required ExitReason ExitReason { get; init; }

    /// <summary>Before fees and funding; of an open trade at the last close.</summary>
    public required decimal GrossPnl { get; init; }

    /// <summary>Funding received, negative when paid.</summary>
    public decimal Funding { get; init; }

    /// <summary>After all fees and funding; null while open.</summary>
    public decimal? NetPnl { get; init; }

    /// <summary>Candles between entry and exit; 0 when both lie in one.</summary>
    public required int BarsHeld { get; init; }

    /// <summary>Share of its size at which breakers and sets of parameters let the entry pass.</summary>
    public decimal SizeFraction { get; init; } = 1;

    /// <summary>True when stop and target both lay inside the candle of the exit: which came first is an assumption.</summary>
    public bool IsAmbiguous { get; init; }

    public bool IsOpen => ExitAt is null;
}
