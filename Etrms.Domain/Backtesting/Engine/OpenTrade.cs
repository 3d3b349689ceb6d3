using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>Sums over the fills of a position that is not flat yet.</summary>
internal sealed class OpenTrade
{
    private decimal _entered;
    private decimal _entryPrice;
    private decimal _entryCost;
    private decimal _entryFee;
    private decimal _exited;
    private decimal _exitPrice;
    private decimal _exitValue;
    private decimal _exitFee;

    public required InstrumentId Instrument { get; init; }

    public required TradeSide Side { get; init; }

    public required DateTimeOffset At { get; init; }

    public required int Bar { get; init; }

    public Bracket Protection { get; init; }

    public decimal SizeFraction { get; init; } = 1;

    public decimal Funding { get; set; }

    /// <summary>True when the fill of an order of a side belongs to the exit.</summary>
    public bool IsExit(OrderSide side) => (side == OrderSide.Sell) == (Side == TradeSide.Long);

    public void Enter(decimal quantity, decimal price, decimal fee)
    {
        var isFirst = _entered == 0;
        _entered += quantity;
        _entryCost += quantity * price;
        _entryPrice = isFirst ? price : _entryCost / _entered;
        _entryFee += fee;
    }

    public void Exit(decimal quantity, decimal price, decimal fee)
    {
        var isFirst = _exited == 0;
        _exited += quantity;
        _exitValue += quantity * price;
        _exitPrice = isFirst ? price : _exitValue / _exited;
        _exitFee += fee;
    }

    /// <summary>The trade after its last exit.</summary>
    public BacktestTrade Close(DateTimeOffset at, int bar, ExitReason reason, bool isAmbiguous)
    {
        var gross = Direction * (_exitValue - _entryCost);
        return Describe(reason, gross, bar, new TradeExit(at, _exitPrice, _exitFee, gross - _entryFee - _exitFee + Funding, isAmbiguous));
    }

    /// <summary>The trade as it stands at a price.</summary>
    public BacktestTrade Mark(decimal price, int bar) =>
        Describe(ExitReason.Open, Direction * (_exitValue + ((_entered - _exited) * price) - _entryCost), bar, exit: null);

    private int Direction => Side == TradeSide.Long ? 1 : -1;

    private BacktestTrade Describe(ExitReason reason, decimal gross, int bar, TradeExit? exit) => new()
    {
        Instrument = Instrument,
        Side = Side,
        Quantity = _entered,
        EntryAt = At,
        EntryPrice = _entryPrice,
        EntryFee = _entryFee,
        StopLoss = Protection.StopLoss,
        TakeProfit = Protection.TakeProfit,
        ExitAt = exit?.At,
        ExitPrice = exit?.Price,
        ExitFee = exit?.Fee,
        ExitReason = reason,
        GrossPnl = gross,
        Funding = Funding,
        NetPnl = exit?.NetPnl,
        BarsHeld = bar - Bar,
        SizeFraction = SizeFraction,
        IsAmbiguous = exit?.IsAmbiguous ?? false,
    };

    private readonly record struct TradeExit(DateTimeOffset At, decimal Price, decimal Fee, decimal NetPnl, bool IsAmbiguous);
}
