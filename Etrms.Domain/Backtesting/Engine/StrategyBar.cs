using Etrms.Domain.Analysis.Indicators;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>What a strategy sees and may do at the close of a candle. Later candles do not exist for it.</summary>
public sealed class StrategyBar
{
    private readonly BarLeg _leg;
    private readonly BarAccount _account;
    private readonly RiskSeat _risk;
    private readonly OrderLog _log;
    private decimal _entryShare = 1;

    internal StrategyBar(BarLeg leg, BarAccount account, RiskSeat risk, OrderLog log) => (_leg, _account, _risk, _log) = (leg, account, risk, log);

    public InstrumentId Instrument => _leg.Instrument.Id;

    /// <summary>Number of this candle, from 0.</summary>
    public int Index => _leg.Index;

    /// <summary>The end of the candle, which is now.</summary>
    public DateTimeOffset ClosedAt => _leg.OpenAt + _leg.Market.Candles.Step;

    public Bar Bar => _leg.Bar;

    public decimal Close => _leg.Price;

    /// <summary>The candle as indicators take it.</summary>
    public Ohlcv Numbers
    {
        get
        {
            var candle = Candle(0);
            return new Ohlcv((double)candle.Open, (double)candle.High, (double)candle.Low, (double)candle.Close, (double)candle.Volume);
        }
    }

    /// <summary>Signed base units held.</summary>
    public decimal Held => _leg.Position.Quantity;

    /// <summary>Average price of what is held; 0 when flat.</summary>
    public decimal EntryPrice => _leg.Position.EntryPrice;

    /// <summary>Stop and target of what is held.</summary>
    public Bracket Protection => _leg.Protection;

    public decimal Equity => _account.Equity;

    /// <summary>Orders that wait for the next open or for a price.</summary>
    public IEnumerable<BarOrder> Waiting => _leg.Orders.Select(admitted => admitted.Order);

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

    /// <summary>Highest price of a candle in price units.</summary>
    public long HighUnits(int ago) => _leg.Market.Candles.HighUnits[Past(ago)];

    /// <summary>Lowest price of a candle in price units.</summary>
    public long LowUnits(int ago) => _leg.Market.Candles.LowUnits[Past(ago)];

    /// <summary>A number of price units as a price.</summary>
    public decimal Price(long units) => _leg.Market.Candles.Price(units);

    /// <summary>
    /// A candle of a longer time frame, made of those that have closed; 0 is the last that is complete. Null while there is none: what still forms is
    /// not to be seen.
    /// </summary>
    public Candle? Longer(TimeSpan length, int ago = 0) => LongerCandles.Find(_leg.Market.Candles, Index, length, ago);

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
        if (order.Fault is { } fault)
        {
            throw new ArgumentException(fault, nameof(order));
        }

        if (IsWarmUp || IsForgone(ref order))
        {
            return;
        }

        if (order is { ReduceOnly: false, Size.Share: not null } && _account.ShareAtRisk(Close, order.Protection.StopLoss) is < 1 and var share)
        {
            order = order with { Size = order.Size.Times(share) };
        }

        order = order.OnTicks(_leg.Instrument);
        _log.Add(OrderNoteKind.Placed, _leg, order, order.Size.Quantity ?? 0, order.Limit ?? order.Trigger ?? 0);
        var factor = order.ReduceOnly || _risk.IsEmpty ? 1 : _risk.Admit(_leg, order.Side, _account.QuantityOf(_leg, order.Size, order.Limit ?? order.Trigger ?? Close));
        if (factor > 0)
        {
            _leg.Orders.Add(new AdmittedOrder(order, factor, Index) { Best = Close, Share = order.ReduceOnly ? 1 : _entryShare });
            return;
        }

        Refused++;
        _log.Add(OrderNoteKind.Refused, _leg, order);
        if (order.Reverses)
        {
            Exit();
        }
    }

    /// <summary>Takes every waiting order back.</summary>
    public void CancelAll()
    {
        if (!IsWarmUp)
        {
            _leg.End(OrderNoteKind.Cancelled, _ => true);
        }
    }

    /// <summary>Takes one waiting order back; the first of several that are equal.</summary>
    public void Cancel(BarOrder order)
    {
        if (IsWarmUp)
        {
            return;
        }

        var isDone = false;
        _leg.End(OrderNoteKind.Cancelled, admitted => !isDone && (isDone = admitted.Order == order));
    }

    /// <summary>Puts another stop or target in the place of the present ones, from the next candle on.</summary>
    public void Protect(Bracket protection)
    {
        if (Held != 0 && !IsWarmUp)
        {
            _leg.Protection = protection.OnTicks(_leg.Instrument, _leg.ExitSide);
        }
    }

    /// <summary>Says who is heard next: nobody whose orders are ignored, and entries at a share of their size; at 0 a position may only be reduced.</summary>
    internal void Seat(bool isIgnored, decimal entryShare) => (IsWarmUp, _entryShare) = (isIgnored, entryShare);

    /// <summary>Takes back what waits to open a position or to add to one.</summary>
    internal void CancelEntries()
    {
        if (_leg.Orders.Count > 0)
        {
            _leg.End(OrderNoteKind.Cancelled, admitted => !admitted.Order.ReduceOnly && (Held == 0 || admitted.Order.Side != _leg.ExitSide));
        }
    }

    /// <summary>
    /// Brings an order to the share of its size at which entries pass; what it takes off a position is not lessened. True when nothing of it is left.
    /// </summary>
    private bool IsForgone(ref BarOrder order)
    {
        if (_entryShare >= 1 || order.ReduceOnly)
        {
            return false;
        }

        var closes = Held != 0 && order.Side == _leg.ExitSide;
        if (closes && !order.Reverses)
        {
            // A share of equity against a position only closes; of a quantity the rest would open the other side.
            order = order.Size.Quantity is { } asked && asked > Math.Abs(Held)
                ? order with { Size = OrderSize.Units(Math.Abs(Held) + ((asked - Math.Abs(Held)) * _entryShare)) } : order;
            return false;
        }

        if (_entryShare > 0)
        {
            order = order with { Size = order.Size.Times(_entryShare) };
            return false;
        }

        if (closes)
        {
            Exit();
        }

        return true;
    }

    private int Past(int ago)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ago);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ago, Index);
        return Index - ago;
    }
}
