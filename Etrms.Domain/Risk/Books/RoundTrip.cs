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

    /// <summary>The most that was held, unsigned.</summary>
    public decimal Peak { get; private set; }

    /// <summary>Distance from the entry to the first stop; 0 until one was seen.</summary>
    public decimal RiskPerUnit { get; private set; }

    /// <summary>Equity of the account when the trip began; null when it was not known or the beginning not seen.</summary>
    public decimal? Equity { get; private set; }

    /// <summary>Takes over a position whose fills were not all seen; at 0 the trip ended unseen and its result stays unknown.</summary>
    public void Adopt(decimal quantity, DateTimeOffset? openedAt)
    {
        if (quantity == 0)
        {
            Restart(0, 0, null, null);
            return;
        }

        (Quantity, OpenedAt, Peak) = (quantity, OpenedAt ?? openedAt, Math.Max(Peak, Math.Abs(quantity)));
    }

    public void Book(decimal funding)
    {
        Funding += funding;
        NetPnl += funding;
    }

    /// <summary>Takes the first risk that its position is seen to run.</summary>
    public void SeeRisk(decimal perUnit, int side)
    {
        if (RiskPerUnit == 0 && Math.Sign(Quantity) == side)
        {
            RiskPerUnit = perUnit;
        }
    }

    /// <summary>Takes in a fill; the trip that it ended, else null.</summary>
    /// <param name="fill">Of this position.</param>
    /// <param name="fee">In quote units; 0 when paid in another asset.</param>
    /// <param name="equity">Of the account; null when it is not known.</param>
    public EndedTrip? Fill(Fill fill, decimal fee, decimal? equity)
    {
        var signed = fill.SignedQuantity;
        if (Quantity == 0)
        {
            (OpenedAt, Equity) = (fill.At, equity);
        }

        var closing = Quantity != 0 && Math.Sign(signed) != Math.Sign(Quantity) ? Math.Min(Math.Abs(signed), Math.Abs(Quantity)) : 0;
        var after = Quantity + signed;
        var closes = closing != 0 && Math.Abs(signed) >= Math.Abs(Quantity);
        if (!closes)
        {
            Quantity = after;
            NetPnl += fill.RealizedPnl - fee;
            Peak = Math.Max(Peak, Math.Abs(after));
            return null;
        }

        // A fill may close one trip and open the next; its fee belongs to both by quantity, its profit to the one it closed.
        var closingFee = fee * closing / Math.Abs(signed);
        var ended = new EndedTrip(Math.Sign(Quantity) * Peak, NetPnl + fill.RealizedPnl - closingFee, RiskPerUnit * Peak, Equity, OpenedAt);
        Restart(after, -(fee - closingFee), after == 0 ? null : fill.At, after == 0 ? null : equity);
        return ended;
    }

    public RoundTripState Capture() => new(Quantity, NetPnl, Funding, OpenedAt) { Peak = Peak, RiskPerUnit = RiskPerUnit, Equity = Equity };

    public void Restore(RoundTripState state)
    {
        (Quantity, NetPnl, Funding, OpenedAt) = (state.Quantity, state.NetPnl, state.Funding, state.OpenedAt);
        (Peak, RiskPerUnit, Equity) = (Math.Max(state.Peak, Math.Abs(Quantity)), state.RiskPerUnit, state.Equity);
    }

    private void Restart(decimal quantity, decimal netPnl, DateTimeOffset? openedAt, decimal? equity)
    {
        (Quantity, NetPnl, Funding, OpenedAt) = (quantity, netPnl, 0, openedAt);
        (Peak, RiskPerUnit, Equity) = (Math.Abs(quantity), 0, equity);
    }
}

/// <summary>What a round trip came to. The risk is 0 when no stop was seen.</summary>
internal readonly record struct EndedTrip(decimal Quantity, decimal NetPnl, decimal Risk, decimal? Equity, DateTimeOffset? OpenedAt);

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
