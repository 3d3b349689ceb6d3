using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>What a strategy sees and may do at the close of a candle. Later candles do not exist for it.</summary>
public sealed class StrategyBar
{
    private readonly BarLeg _leg;
    private readonly BarAccount _account;
    private readonly RiskSeat _risk;

    internal StrategyBar(BarLeg leg, BarAccount account, RiskSeat risk) => (_leg, _account, _risk) = (leg, account, risk);

    public InstrumentId Instrument => _leg.Instrument.Id;

    /// <summary>Number of this candle, from 0.</summary>
    public int Index => _leg.Index;

    /// <summary>The end of the candle, which is now.</summary>
    public DateTimeOffset ClosedAt => _leg.OpenAt + _leg.Market.Candles.Step;

    public Bar Bar => _leg.Bar;

    /// <summary>Signed base units held.</summary>
    public decimal Held => _leg.Position.Quantity;

    public decimal Equity => _account.Equity;

    /// <summary>True while the indicators warm up: orders are ignored.</summary>
    public bool IsWarmUp { get; internal set; }

    /// <summary>Orders that were refused by the breakers so far.</summary>
    public int Refused { get; private set; }

    /// <summary>A candle that has closed; 0 is this one.</summary>
    public Candle Candle(int ago) => _leg.Market.Candles[Past(ago)];

    /// <summary>The closes of this candle and all before it, oldest first, in price units: exact, and quick to sum.</summary>
    public ReadOnlySpan<long> Closes => _leg.Market.Candles.CloseUnits[..(Index + 1)];

    /// <summary>A close in price units.</summary>
    public long CloseUnits(int ago) => _leg.Market.Candles.CloseUnits[Past(ago)];

    /// <summary>Takes a side at the next open, after closing the other; a position on this side already is left alone.</summary>
    public void Enter(TradeSide side, decimal share = 1, Bracket protection = default)
    {
        var isLong = side == TradeSide.Long;
        if (isLong ? Held > 0 : Held < 0)
        {
            return;
        }

        Place(new BarOrder
        {
            Side = isLong ? OrderSide.Buy : OrderSide.Sell,
            Size = OrderSize.OfEquity(share),
            Reverses = true,
            Protection = protection,
            Reason = ExitReason.Reverse,
        });
    }

    /// <summary>Closes what is held at the next open.</summary>
    public void Exit()
    {
        if (Held != 0)
        {
            Place(new BarOrder { Side = _leg.ExitSide, Size = OrderSize.Units(Math.Abs(Held)), ReduceOnly = true });
        }
    }

    /// <summary>An order for the next candle and, unless it is a market order, for those after it. What only reduces always passes.</summary>
    public void Place(BarOrder order)
    {
        if (IsWarmUp)
        {
            return;
        }

        var factor = order.ReduceOnly ? 1 : _risk.Admit(_leg, order.Side, _account.QuantityOf(_leg, order.Size, order.Limit ?? order.Trigger ?? Bar.Close));
        if (factor > 0)
        {
            _leg.Orders.Add(new AdmittedOrder(order, factor));
            return;
        }

        Refused++;
        if (order.Reverses)
        {
            Exit();
        }
    }

    /// <summary>Takes every waiting order back.</summary>
    public void CancelAll() => _leg.Orders.Clear();

    private int Past(int ago)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ago);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ago, Index);
        return Index - ago;
    }
}
