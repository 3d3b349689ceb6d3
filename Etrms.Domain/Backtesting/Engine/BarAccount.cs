using System.Globalization;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>The wallet of a run and what fills and funding do to it.</summary>
internal sealed class BarAccount(BacktestSettings settings, IReadOnlyList<BarLeg> legs, RiskSeat risk)
{
    private int _fills;

    public decimal Wallet { get; private set; } = settings.InitialCapital;

    public List<BacktestTrade> Trades { get; } = [];

    /// <summary>Wallet and unrealised profit at the newest prices.</summary>
    public decimal Equity
    {
        get
        {
            var equity = Wallet;
            for (var i = 0; i < legs.Count; i++)
            {
                equity += legs[i].Position.Quantity == 0 ? 0 : legs[i].Pnl;
            }

            return equity;
        }
    }

    /// <summary>Base units that a size comes to at a price, rounded toward less risk.</summary>
    public decimal QuantityOf(BarLeg leg, OrderSize size, decimal price)
    {
        var quantity = size.Quantity ?? size.Share!.Value * Free(leg) / UnitCost(price);
        return leg.Instrument.RoundQuantity(Math.Min(quantity, leg.Instrument.MaxQuantity));
    }

    /// <summary>Executes a quantity; a position on the other side is closed by it and not reversed beyond.</summary>
    public void Fill(BarLeg leg, OrderSide side, decimal quantity, decimal price, FillFacts facts)
    {
        var fee = quantity * price * settings.Costs.FeeRate(facts.IsMaker);
        var realized = leg.Position.Apply(side, price, quantity, fee);
        Wallet += realized - fee;
        leg.Trade ??= Begin(leg, side, facts);
        var trade = leg.Trade;
        if (trade.IsExit(side))
        {
            trade.Exit(quantity, price, fee);
        }
        else
        {
            trade.Enter(quantity, price, fee);
        }

        if (leg.Position.Quantity == 0)
        {
            Trades.Add(trade.Close(leg.OpenAt, leg.Index, facts.Reason, facts.IsAmbiguous));
            (leg.Trade, leg.Protection) = (null, default);
        }

        var id = (++_fills).ToString(CultureInfo.InvariantCulture);
        risk.Note(leg, new Fill(id, id, id, leg.Instrument.Id, side, PositionSide.Both, price, quantity, fee, RiskSeat.Asset, realized, facts.IsMaker, leg.OpenAt), Wallet);
    }

    /// <summary>Pays or receives funding: quantity x mark x rate; longs pay a positive rate.</summary>
    public void Fund(BarLeg leg, DateTimeOffset at, decimal mark, decimal rate)
    {
        var amount = -leg.Position.Quantity * mark * rate;
        Wallet += amount;
        leg.Trade!.Funding += amount;
        risk.NoteFunding(leg, at, amount, Wallet);
    }

    /// <summary>Price of the mark at which the venue would liquidate; null when there is none or no margin table.</summary>
    public decimal? LiquidationPrice(BarLeg leg)
    {
        if (leg.Instrument.Brackets.IsEmpty || leg.Position.Quantity == 0)
        {
            return null;
        }

        var (maintenance, pnl) = (0m, 0m);
        foreach (var other in legs)
        {
            if (other != leg && other.Position.Quantity != 0)
            {
                maintenance += Margin.MaintenanceMargin(other.Instrument, Math.Abs(other.Position.Quantity) * other.Price) ?? 0;
                pnl += other.Pnl;
            }
        }

        return Margin.LiquidationPrice(leg.Instrument, leg.Position.Quantity, leg.Position.EntryPrice, Wallet, maintenance, pnl);
    }

    /// <summary>The fee of a liquidation, to the insurance fund.</summary>
    public void ChargeLiquidation(BarLeg leg, decimal notional)
    {
        var fee = Math.Min(notional * leg.Instrument.LiquidationFee, Math.Max(0, Wallet));
        Wallet -= fee;
        leg.Trade!.Exit(0, 0, fee);
        risk.NoteFee(leg, fee, Wallet);
    }

    /// <summary>Equity that other positions do not bind.</summary>
    private decimal Free(BarLeg leg)
    {
        var free = Wallet;
        for (var i = 0; i < legs.Count; i++)
        {
            if (legs[i] != leg && legs[i].Position.Quantity != 0)
            {
                free += legs[i].Pnl - (Math.Abs(legs[i].Position.Quantity) * legs[i].Price / settings.Leverage);
            }
        }

        return Math.Max(0, free);
    }

    /// <summary>What one unit binds and costs: its margin and the fee to open it.</summary>
    private decimal UnitCost(decimal price) => price * ((1m / settings.Leverage) + settings.Costs.TakerFee);

    private static OpenTrade Begin(BarLeg leg, OrderSide side, FillFacts facts)
    {
        leg.Protection = facts.Protection;
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
}
