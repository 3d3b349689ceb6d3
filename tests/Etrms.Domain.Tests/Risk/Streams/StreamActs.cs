using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Tests.Risk.Streams;

/// <summary>Everything that may happen in a stream, by its share.</summary>
internal static class StreamActs
{
    private static readonly (int Share, Action<StreamWorld, Dice> Act)[] All =
    [
        (24, MovePrice),
        (3, Crash),
        (3, DoubtfulPrice),
        (10, (world, dice) => { world.Pass(dice.Between(0.2m, 3)); world.Beat(); }),
        (5, (world, dice) => { world.Pass(dice.Between(0.2m, 2)); world.Tick(); }),
        (12, (world, dice) => StreamTrades.Trade(world, dice)),
        (3, Transfer),
        (2, Fund),
        (4, (world, dice) => world.Read(dice.Of<StreamAccount>(world.Accounts.AsSpan()))),
        (1, (world, dice) => world.Read(dice.Of<StreamAccount>(world.Accounts.AsSpan()), isEmpty: true)),
        (2, FallSilent),
        (1, StayBlind),
        (3, LoseOrFindStream),
        (7, StreamOrders.Command),
        (9, StreamOrders.CarryOut),
        (5, StreamOrders.PlaceOrEnd),
        (2, PassHours),
        (1, ShowBook),
        (1, PriceCollateral),
        (1, (world, dice) => world.Tell(times => new RiskEvent.WorkerTroubled("journal", dice.Chance(50) ? "the disk is full" : null) { Times = times })),
        (1, (world, dice) => StreamTrades.Liquidate(world, dice)),
    ];

    private static readonly int Shares = All.Sum(act => act.Share);

    public static void Happen(StreamWorld world, Dice dice)
    {
        var drawn = dice.Below(Shares);
        foreach (var (share, act) in All)
        {
            drawn -= share;
            if (drawn < 0)
            {
                act(world, dice);
                return;
            }
        }
    }

    private static InstrumentId Contract(Dice dice) => StreamAccount.Contracts[dice.Below(StreamAccount.Contracts.Length)].Id;

    private static void MovePrice(StreamWorld world, Dice dice)
    {
        var instrument = Contract(dice);
        world.Marks[instrument] = decimal.Round(world.Marks[instrument] * (1 + dice.Between(-0.03m, 0.03m)), 2);
        world.Pass(dice.Between(0.1m, 2));
        world.Mark(instrument, world.Marks[instrument], dice.Chance(5) ? world.Marks[instrument] * 0.9m : null);
    }

    /// <summary>Every price falls or rises together and stays there long enough to be believed.</summary>
    private static void Crash(StreamWorld world, Dice dice)
    {
        var move = 1 + dice.Between(-0.2m, 0.1m);
        foreach (var instrument in world.Marks.Keys)
        {
            world.Marks[instrument] = decimal.Round(world.Marks[instrument] * move, 2);
        }

        for (var i = 0; i < 4; i++)
        {
            world.Pass(0.8m);
            world.Beat();
        }
    }

    /// <summary>The stream tells a price that cannot be.</summary>
    private static void DoubtfulPrice(StreamWorld world, Dice dice)
    {
        var instrument = Contract(dice);
        world.Pass(dice.Between(0.1m, 1));
        world.Mark(instrument, dice.Of(0m, -5m, world.Marks[instrument] * 10, world.Marks[instrument] / 10));
    }

    private static void Transfer(StreamWorld world, Dice dice)
    {
        var account = dice.Of<StreamAccount>(world.Accounts.AsSpan());
        var amount = (decimal)Math.Max(dice.Below(6_000) - 2_000, (int)-account.Wallet + 100);
        account.Wallet += amount;
        var isBookedFirst = dice.Chance(50);
        for (var i = 0; i < 2; i++)
        {
            if (isBookedFirst == (i == 0))
            {
                Book(world, account, LedgerKind.Transfer, amount, null);
            }
            else if (!account.IsDeaf)
            {
                world.Tell(times => new RiskEvent.BalanceChanged(account.Id, "USDT", account.Wallet) { Times = times });
            }
        }
    }

    private static void Fund(StreamWorld world, Dice dice)
    {
        var account = dice.Of<StreamAccount>(world.Accounts.AsSpan());
        var amount = dice.Between(-20, 5);
        account.Wallet += amount;
        Book(world, account, LedgerKind.Funding, amount, account.Positions.Values.FirstOrDefault()?.Instrument);
        if (!account.IsDeaf && dice.Chance(80))
        {
            world.Tell(times => new RiskEvent.BalanceChanged(account.Id, "USDT", account.Wallet) { Times = times });
        }
    }

    private static void Book(StreamWorld world, StreamAccount account, LedgerKind kind, decimal amount, InstrumentId? instrument)
    {
        var id = $"l{++world.Ids}";
        world.Tell(times => new RiskEvent.LedgerBooked(account.Id, new LedgerEntry(id, kind, instrument, "USDT", amount, times.MarketAt)) { Times = times });
    }

    private static void FallSilent(StreamWorld world, Dice dice)
    {
        for (var left = dice.Below(8) + 1; left > 0; left--)
        {
            world.Pass(4);
            world.Tick();
        }
    }

    /// <summary>Long enough for what a breaker does when it cannot see.</summary>
    private static void StayBlind(StreamWorld world, Dice dice)
    {
        for (var left = 8; left > 0; left--)
        {
            world.Pass(50);
            if (dice.Chance(50))
            {
                world.Read(dice.Of<StreamAccount>(world.Accounts.AsSpan()));
            }

            world.Tick();
        }
    }

    private static void LoseOrFindStream(StreamWorld world, Dice dice)
    {
        var account = dice.Of<StreamAccount>(world.Accounts.AsSpan());
        account.IsDeaf = !account.IsDeaf && dice.Chance(60);
        world.Tell(times => new RiskEvent.FeedChanged(account.Id, account.Exchange, FeedKind.UserStream, !account.IsDeaf) { Times = times });
    }

    private static void PassHours(StreamWorld world, Dice dice)
    {
        world.Pass(TimeSpan.FromHours(dice.Below(20) + 1));
        for (var i = 0; i < 2; i++)
        {
            world.Pass(1.2m);
            world.Beat();
        }
    }

    private static void ShowBook(StreamWorld world, Dice dice)
    {
        var instrument = Contract(dice);
        var mark = world.Marks[instrument];
        var quantity = 5_000 / mark;
        world.Tell(times => new RiskEvent.BookTopChanged(instrument, mark * 0.999m, quantity, mark * 1.001m, quantity) { Times = times });
        world.Tell(times => new RiskEvent.DepthChanged(
            instrument, BookDepth.Of([new BookLevel(mark * 0.999m, quantity)]), dice.Chance(80) ? BookDepth.Of([new BookLevel(mark * 1.001m, quantity)]) : null)
        {
            Times = times,
        });
    }

    private static void PriceCollateral(StreamWorld world, Dice dice) => world.Tell(times => new RiskEvent.CollateralPriced(
        dice.Of(Exchange.Binance, Exchange.Hyperliquid), "USDT", dice.Of(1m, 0.99m, 0.95m))
    {
        Times = times,
    });
}
