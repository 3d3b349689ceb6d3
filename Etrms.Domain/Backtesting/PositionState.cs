using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting;

/// <summary>One leg of an account, folded in place by its fills.</summary>
internal sealed class PositionState(InstrumentId instrument, PositionSide side)
{
    public InstrumentId Instrument { get; } = instrument;

    public PositionSide Side { get; } = side;

    /// <summary>Signed base units.</summary>
    public decimal Quantity
    {
        get;
        set
        {
            field = value;
            IsFlat = value == 0;
        }
    }

    public bool IsFlat { get; private set; } = true;

    public decimal EntryPrice { get; set; }

    public decimal IsolatedWallet { get; set; }

    /// <summary>Commission paid for the part that is still open.</summary>
    public decimal OpeningFees { get; set; }

    public decimal AccumulatedRealized { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Decimal places to which realised profit is booked, as venues do; null books it as it is.</summary>
    public int? BookedDecimals { get; init; } = 8;

    public decimal Pnl(decimal mark) => Quantity * (mark - EntryPrice);

    /// <summary>How much an order of a side could close.</summary>
    public decimal Closable(OrderSide orderSide) => orderSide == OrderSide.Sell ? Math.Max(0, Quantity) : Math.Max(0, -Quantity);

    /// <summary>Applies an execution: closes first, opens with what is left; answers the realised profit before fees.</summary>
    public decimal Apply(OrderSide orderSide, decimal price, decimal quantity, decimal fee)
    {
        var closed = Math.Min(quantity, Closable(orderSide));
        var realized = closed == 0 ? 0 : Close(closed, price);
        if (quantity > closed)
        {
            Open(orderSide == OrderSide.Buy ? quantity - closed : closed - quantity, price);
            OpeningFees += fee * (quantity - closed) / quantity;
        }

        return realized;
    }

    /// <summary>Isolated: the opened part takes its initial margin from the cross wallet, the closed part brings its share back.</summary>
    /// <param name="closed">Base units that an execution closed.</param>
    /// <param name="held">Base units held before it.</param>
    /// <param name="opened">Notional that it opened.</param>
    /// <param name="leverage">Multiple at which it opened.</param>
    public void MoveIsolatedMargin(decimal closed, decimal held, decimal opened, int leverage)
    {
        if (closed > 0)
        {
            IsolatedWallet -= IsolatedWallet * closed / held;
        }

        IsolatedWallet += Margin.InitialMargin(opened, leverage);
    }

    public LegState Export() =>
        new(Instrument, Side, Quantity, EntryPrice, IsolatedWallet, OpeningFees, AccumulatedRealized, UpdatedAt);

    public static PositionState Import(LegState leg) => new(leg.Instrument, leg.Side)
    {
        Quantity = leg.Quantity,
        EntryPrice = leg.EntryPrice,
        IsolatedWallet = leg.IsolatedWallet,
        OpeningFees = leg.OpeningFees,
        AccumulatedRealized = leg.AccumulatedRealized,
        UpdatedAt = leg.UpdatedAt,
    };

    private decimal Close(decimal closed, decimal price)
    {
        var sign = Math.Sign(Quantity);

        // The wallet of a venue keeps eight decimals; an average entry may have more.
        var exact = sign * closed * (price - EntryPrice);
        var realized = BookedDecimals is { } decimals ? Math.Round(exact, decimals) : exact;
        OpeningFees -= OpeningFees * closed / Math.Abs(Quantity);
        Quantity -= sign * closed;
        AccumulatedRealized += realized;
        if (Quantity == 0)
        {
            (EntryPrice, OpeningFees, AccumulatedRealized) = (0, 0, 0);
        }

        return realized;
    }

    private void Open(decimal signed, decimal price)
    {
        var before = Math.Abs(Quantity);
        var added = Math.Abs(signed);
        EntryPrice = before == 0 ? price : ((before * EntryPrice) + (added * price)) / (before + added);
        Quantity += signed;
    }
}
