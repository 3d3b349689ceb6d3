using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk.Books;

/// <summary>A position from flat to flat, told by its fills; partial closes belong to one trip.</summary>
internal sealed class RoundTrip
{
    public decimal Quantity { get; private set; }

    /// <summary>Realised profit less fees, with funding; in quote units.</summary>
    public decimal NetPnl { get; private set; }

    public decimal Funding { get; private set; }

    public DateTimeOffset? OpenedAt { get; private set; }

    /// <summary>Takes over a position whose fills were not all seen; at 0 the trip ended unseen and its result stays unknown.</summary>
    public void Adopt(decimal quantity, DateTimeOffset? openedAt)
    {
        Quantity = quantity;
        OpenedAt = quantity == 0 ? null : OpenedAt ?? openedAt;
        (NetPnl, Funding) = quantity == 0 ? (0, 0) : (NetPnl, Funding);
    }

    public void Book(decimal funding)
    {
        Funding += funding;
        NetPnl += funding;
    }

    /// <summary>Takes in a fill; the net profit of the trip when the fill ended one, else null.</summary>
    /// <param name="fee">In quote units; 0 when paid in another asset.</param>
    public decimal? Fill(Fill fill, decimal fee)
    {
        var signed = fill.SignedQuantity;
        if (Quantity == 0)
        {
            OpenedAt = fill.At;
        }

        var closing = Quantity != 0 && Math.Sign(signed) != Math.Sign(Quantity) ? Math.Min(Math.Abs(signed), Math.Abs(Quantity)) : 0;
        var after = Quantity + signed;
        var closes = closing != 0 && Math.Abs(signed) >= Math.Abs(Quantity);
        if (!closes)
        {
            Quantity = after;
            NetPnl += fill.RealizedPnl - fee;
            return null;
        }

        // A fill may close one trip and open the next; its fee belongs to both by quantity, its profit to the one it closed.
        var closingFee = fee * closing / Math.Abs(signed);
        var net = NetPnl + fill.RealizedPnl - closingFee;
        Quantity = after;
        NetPnl = -(fee - closingFee);
        Funding = 0;
        OpenedAt = after == 0 ? null : fill.At;
        return net;
    }

    public RoundTripState Capture() => new(Quantity, NetPnl, Funding, OpenedAt);

    public void Restore(RoundTripState state) =>
        (Quantity, NetPnl, Funding, OpenedAt) = (state.Quantity, state.NetPnl, state.Funding, state.OpenedAt);
}

/// <summary>A position's name: contract and leg of an account.</summary>
internal readonly record struct PositionKey(AccountId Account, InstrumentId Instrument, PositionSide Side) : IComparable<PositionKey>
{
    /// <summary>Its name in stored states.</summary>
    public string Name => $"{Account}/{Instrument}/{Side}";

    public int CompareTo(PositionKey other)
    {
        var order = Account.CompareTo(other.Account);
        order = order != 0 ? order : Instrument.CompareTo(other.Instrument);
        return order != 0 ? order : Side.CompareTo(other.Side);
    }

    public static bool operator <(PositionKey left, PositionKey right) => left.CompareTo(right) < 0;

    public static bool operator >(PositionKey left, PositionKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(PositionKey left, PositionKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(PositionKey left, PositionKey right) => left.CompareTo(right) >= 0;
}

/// <summary>A closed round trip.</summary>
internal readonly record struct ClosedTrade(PositionKey Key, string Underlying, decimal NetPnl, DateTimeOffset At);
