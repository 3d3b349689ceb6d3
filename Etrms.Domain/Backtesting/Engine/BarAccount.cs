using System.Globalization;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>The wallet of a run and what fills and funding do to it.</summary>
internal sealed class BarAccount(BacktestSettings settings, List<BarLeg> legs, RiskSeat risk, OrderLog log)
{
    private readonly decimal _unitCost = (1m / settings.Leverage) + settings.Costs.TakerFee;
    private int _fills;
    private EquityLine _line;
    private bool _hasLine;

    public decimal Wallet { get; private set; } = settings.InitialCapital;

    public List<BacktestTrade> Trades { get; } = [];

    /// <summary>Wallet and unrealised profit at the newest prices.</summary>
    public decimal Equity
    {
        get
        {
            if (legs.Count > 1)
            {
                return Sum();
            }

            var leg = legs[0];
            if (leg.IsFlat)
            {
                return Wallet;
            }

            if (!_hasLine)
            {
                (_line, _hasLine) = (EquityLine.Of(Wallet, leg.Position.Quantity, leg.Position.EntryPrice, leg.Market.Candles.PriceScale), true);
            }

            return _line.TryFind(leg.PriceUnits, out var equity) ? equity : Sum();
        }
    }

    /// <summary>Base units that a size comes to at a price, rounded toward less risk.</summary>
    public decimal QuantityOf(BarLeg leg, OrderSize size, decimal price)
    {
        var quantity = size.Quantity ?? size.Share!.Value * Free(leg) / UnitCost(price);
        return leg.Instrument.RoundQuantity(Math.Min(quantity, leg.Instrument.MaxQuantity));
    }

    /// <summary>The share of the equity's full size at which an entry risks no more than it may, by the close of its signal.</summary>
    public decimal ShareAtRisk(decimal close, decimal? stop)
    {
        if (settings.RiskPerTrade is not { } risk)
        {
            return 1;
        }

        var distance = stop is { } at ? Math.Abs(close - at) / close * settings.Leverage : 1;
        return distance == 0 ? 1 : Math.Min(1, risk / distance);
    }

    /// <summary>As much of a quantity as may be opened beside what is held, by the equity that is free and by the margin table.</summary>
    /// <param name="leg">The contract.</param>
    /// <param name="price">Price at which it opens.</param>
    /// <param name="wanted">On the venue's step.</param>
    public decimal Affordable(BarLeg leg, decimal price, decimal wanted)
    {
        var (free, unitCost) = (Math.Max(0, Free(leg) + (leg.IsFlat ? 0 : Share(leg))), UnitCost(price));
        if (leg.Instrument.Brackets.IsEmpty && wanted * unitCost <= free)
        {
            return wanted;
        }

        var most = free / unitCost;
        if (Margin.MaxNotional(leg.Instrument, settings.Leverage) is { } cap)
        {
            most = Math.Min(most, Math.Max(0, (cap / price) - Math.Abs(leg.Position.Quantity)));
        }

        return Math.Min(wanted, leg.Instrument.RoundQuantity(most));
    }

    /// <summary>Executes a quantity that closes or opens, not both.</summary>
    public void Fill(BarLeg leg, OrderSide side, decimal quantity, decimal price, in FillFacts facts)
    {
        var fee = facts.Fee ?? quantity * price * settings.Costs.FeeRate(facts.IsMaker);
        var held = Math.Abs(leg.Position.Quantity);
        var realized = leg.Position.Apply(side, price, quantity, fee);
        Wallet += realized - fee;
        _hasLine = false;
        leg.Trade ??= Begin(leg, side, price, facts);
        var isExit = leg.Trade.IsExit(side);
        if (settings.MarginMode == MarginMode.Isolated)
        {
            leg.Position.MoveIsolatedMargin(isExit ? quantity : 0, held, isExit ? 0 : quantity * price, settings.Leverage);
        }

        Enter(leg, (quantity, price, fee), isExit, facts);
        log.AddFill(leg, side, quantity, price, facts.Order);
        if (risk.IsEmpty)
        {
            return;
        }

        var id = (++_fills).ToString(CultureInfo.InvariantCulture);
        risk.Note(leg, new Fill(id, id, id, leg.Instrument.Id, side, PositionSide.Both, price, quantity, fee, RiskSeat.Asset, realized, facts.IsMaker, leg.OpenAt), Wallet);
    }

    /// <summary>Pays or receives funding: quantity x mark x rate; longs pay a positive rate.</summary>
    public void Fund(BarLeg leg, DateTimeOffset at, decimal mark, decimal rate)
    {
        var amount = -leg.Position.Quantity * mark * rate;
        Wallet += amount;
        _hasLine = false;
        leg.Trade!.Funding += amount;
        if (settings.MarginMode == MarginMode.Isolated)
        {
            leg.Position.IsolatedWallet += amount;
        }

        risk.NoteFunding(leg, at, amount, Wallet);
    }

    /// <summary>Price of the mark at which the venue would liquidate; null when there is none or no margin table.</summary>
    public decimal? LiquidationPrice(BarLeg leg)
    {
        if (settings.MarginMode == MarginMode.Isolated)
        {
            return Margin.LiquidationPrice(leg.Instrument, leg.Position.Quantity, leg.Position.EntryPrice, leg.Position.IsolatedWallet);
        }

        var (maintenance, pnl) = Others(leg);
        return Margin.LiquidationPrice(leg.Instrument, leg.Position.Quantity, leg.Position.EntryPrice, Wallet, maintenance, pnl);
    }

    /// <summary>What backs a position at a mark: the isolated margin, or the whole account.</summary>
    public decimal BackingOf(BarLeg leg, decimal mark) => leg.Position.Pnl(mark)
        + (settings.MarginMode == MarginMode.Isolated ? leg.Position.IsolatedWallet : Wallet + Others(leg).Pnl);

    private decimal Sum()
    {
        var equity = Wallet;
        for (var i = 0; i < legs.Count; i++)
        {
            equity += legs[i].IsFlat ? 0 : legs[i].Pnl;
        }

        return equity;
    }

    /// <summary>Maintenance margin and profit of the other positions.</summary>
    private (decimal Maintenance, decimal Pnl) Others(BarLeg leg)
    {
        var (maintenance, pnl) = (0m, 0m);
        foreach (var other in legs)
        {
            if (other != leg && !other.IsFlat)
            {
                maintenance += Margin.MaintenanceMargin(other.Instrument, Math.Abs(other.Position.Quantity) * other.Mark) ?? 0;
                pnl += other.Position.Pnl(other.Mark);
            }
        }

        return (maintenance, pnl);
    }

    private void Enter(BarLeg leg, (decimal Quantity, decimal Price, decimal Fee) fill, bool isExit, in FillFacts facts)
    {
        var trade = leg.Trade!;
        if (!isExit)
        {
            trade.Enter(fill.Quantity, fill.Price, fill.Fee);
            return;
        }

        trade.Exit(fill.Quantity, fill.Price, fill.Fee);
        if (leg.IsFlat)
        {
            Trades.Add(trade.Close(leg.OpenAt, leg.Index, facts.Reason, facts.IsAmbiguous));
            (leg.Trade, leg.Protection) = (null, default);
            if (leg.Orders.Count > 0)
            {
                // An order that only reduces ends with what it was to reduce.
                leg.End(OrderNoteKind.Expired, admitted => admitted.Order.ReduceOnly);
            }
        }
    }

    /// <summary>Equity that other positions do not bind.</summary>
    private decimal Free(BarLeg leg)
    {
        var free = Wallet;
        for (var i = 0; i < legs.Count; i++)
        {
            if (legs[i] != leg && !legs[i].IsFlat)
            {
                free += Share(legs[i]);
            }
        }

        return Math.Max(0, free);
    }

    /// <summary>What a position adds to the free equity, mostly less than nothing: cross its profit less its margin, isolated the margin it was given.</summary>
    private decimal Share(BarLeg leg) => settings.MarginMode == MarginMode.Isolated
        ? -leg.Position.IsolatedWallet
        : leg.Pnl - Margin.InitialMargin(Math.Abs(leg.Position.Quantity) * leg.Price, settings.Leverage);

    /// <summary>What one unit binds and costs: its margin and the fee to open it.</summary>
    private decimal UnitCost(decimal price) => price * _unitCost;

    private static OpenTrade Begin(BarLeg leg, OrderSide side, decimal price, in FillFacts facts)
    {
        (leg.Protection, leg.Best) = (facts.Protection, price);
        return new OpenTrade
        {
            Instrument = leg.Instrument.Id,
            Side = side == OrderSide.Buy ? TradeSide.Long : TradeSide.Short,
            At = leg.OpenAt,
            Bar = leg.Index,
            Protection = facts.Protection,
            SizeFraction = facts.SizeFraction,
        };
    }
}

/// <summary>What is known about a fill beside its price.</summary>
internal readonly record struct FillFacts(ExitReason Reason)
{
    public bool IsMaker { get; init; }

    public Bracket Protection { get; init; }

    public decimal SizeFraction { get; init; }

    public bool IsAmbiguous { get; init; }

    /// <summary>Charged instead of the usual commission.</summary>
    public decimal? Fee { get; init; }

    /// <summary>The order behind it; null when nobody gave one.</summary>
    public BarOrder? Order { get; init; }
}
