using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk.Streams;

/// <summary>Trades and how a venue tells them: fill, position and wallet, in any order, unless the stream is lost.</summary>
internal static class StreamTrades
{
    private const decimal FeeRate = 0.0005m;

    /// <summary>The trader opens, adds, takes off, closes or turns round.</summary>
    public static void Trade(StreamWorld world, Dice dice)
    {
        if (!world.Options.Trades)
        {
            return;
        }

        var account = dice.Of<StreamAccount>(world.Accounts.AsSpan());
        var (instrument, side) = account.Leg(dice);
        var size = decimal.Round(dice.Between(0.2m, 2) * 10_000 / world.Marks[instrument], 4);
        var sign = side switch { PositionSide.Long => 1, PositionSide.Short => -1, _ => dice.Chance(60) ? 1 : -1 };
        var held = account.QuantityOf(instrument, side);
        var wanted = dice.Below(5) switch
        {
            0 => 0,
            1 => decimal.Round(held / 2, 4),
            2 => held + (sign * size),
            _ => sign * size,
        };
        world.Pass(dice.Between(0.1m, 1));
        Move(world, account, (instrument, side), side == PositionSide.Both || Math.Sign(wanted) == sign ? wanted : 0, dice);
    }

    /// <summary>The venue takes half of a position or all of it.</summary>
    public static void Liquidate(StreamWorld world, Dice dice)
    {
        var account = dice.Of<StreamAccount>(world.Accounts.AsSpan());
        if (account.Positions.Values.FirstOrDefault() is { } position)
        {
            var left = dice.Chance(50) ? 0 : decimal.Round(position.Quantity / 2, 4);
            Move(world, account, (position.Instrument, position.Side), left, dice, dice.Of(FillCause.Liquidation, FillCause.Deleveraging));
        }
    }

    /// <summary>Brings a leg to a signed quantity at its mark and tells it.</summary>
    public static void Move(
        StreamWorld world, StreamAccount account, (InstrumentId Instrument, PositionSide Side) leg, decimal wanted, Dice dice, FillCause cause = FillCause.Order)
    {
        var before = account.Positions.GetValueOrDefault((leg.Instrument.Symbol, leg.Side));
        var held = before?.Quantity ?? 0;
        var delta = wanted - held;
        if (delta == 0)
        {
            return;
        }

        var mark = world.Marks[leg.Instrument];
        var closed = Math.Sign(delta) == -Math.Sign(held) ? Math.Min(Math.Abs(delta), Math.Abs(held)) : 0;
        var realized = Math.Sign(held) * closed * (mark - (before?.EntryPrice ?? 0));
        var fee = decimal.Round(Math.Abs(delta) * mark * FeeRate, 4);
        account.Wallet += realized - fee;

        // Every booking of the venue has an instant of its own.
        world.Pass(0.01m);
        var at = world.Market;
        var after = new Position
        {
            Instrument = leg.Instrument,
            Side = leg.Side,
            Quantity = wanted,
            EntryPrice = Entry(before, wanted, mark),
            Leverage = 10,
            UpdatedAt = at,
        };
        Keep(account, after);
        if (account.IsDeaf)
        {
            return;
        }

        var fill = new Fill(
            $"t{++world.Ids}", $"o{world.Ids}", $"c{world.Ids}", leg.Instrument, delta > 0 ? OrderSide.Buy : OrderSide.Sell, leg.Side, mark,
            Math.Abs(delta), fee, "USDT", realized, IsMaker: false, at)
        {
            Cause = cause,
        };
        Announce(world, account, (fill, after), dice);
    }

    private static void Announce(StreamWorld world, StreamAccount account, (Fill Fill, Position Position) trade, Dice dice)
    {
        var wallet = new WalletReading("USDT", account.Wallet);
        var isFillFirst = dice.Chance(50);
        for (var i = 0; i < 2; i++)
        {
            world.Tell(times => isFillFirst == (i == 0)
                ? new RiskEvent.Filled(account.Id, trade.Fill) { Times = times }
                : new RiskEvent.PositionChanged(account.Id, trade.Position, wallet) { Times = times });
        }
    }

    private static void Keep(StreamAccount account, Position position)
    {
        var key = (position.Instrument.Symbol, position.Side);
        if (position.Quantity == 0)
        {
            account.Positions.Remove(key);
        }
        else
        {
            account.Positions[key] = position;
        }
    }

    private static decimal Entry(Position? before, decimal wanted, decimal mark)
    {
        if (before is null || Math.Sign(wanted) != Math.Sign(before.Quantity))
        {
            return wanted == 0 ? 0 : mark;
        }

        return Math.Abs(wanted) <= Math.Abs(before.Quantity) ? before.EntryPrice
            : decimal.Round(((before.EntryPrice * before.Quantity) + (mark * (wanted - before.Quantity))) / wanted, 4);
    }
}
