using Etrms.Domain.Risk.Measures;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk.Books;

/// <summary>Folds the private facts of an account: readings, balances, positions, orders, fills, bookings. Duplicates are no-ops.</summary>
internal sealed class AccountEvents(RiskBooks books)
{
    /// <summary>False for a reading that a newer one has overtaken.</summary>
    public bool Read(AccountBook account, AccountSnapshot snapshot)
    {
        if (EngineClock.IsOvertaken(snapshot.At.UtcTicks, account.ReadingAt))
        {
            return false;
        }

        account.Asset = snapshot.Balance.Asset;
        books.Collateral.Apply(account);
        account.Balance = snapshot.Balance;
        if (!account.IsRead || !IsBehind(account.WalletToldAt, account.WalletAt, snapshot))
        {
            account.Wallet = snapshot.Balance.WalletBalance;
        }

        account.IsHedgeMode = snapshot.IsHedgeMode;
        ReadPositions(account, snapshot);
        ReadOrders(account, snapshot);
        NoteRisk(account);
        var isFirst = !account.IsRead;
        (account.ReadAt, account.ReadingAt) = (books.Clock.Now, snapshot.At.UtcTicks);
        account.EquityAtReading = account.DoubtfulSince == 0 && account.Positions.TrueForAll(position => position.Contract.Mark > 0) ? account.Value : null;
        account.ReadingsOff = account.IsValueOff(books.Settings) ? account.ReadingsOff + 1 : 0;
        AlignTrips(account, isFirst);
        if (isFirst)
        {
            account.Audit.Start(account.Wallet, InstantOf(snapshot));
        }

        Settle(account);
        return true;
    }

    /// <summary>False when it was known: told twice, or older than what is known.</summary>
    public bool Balance(AccountBook account, string asset, decimal wallet)
    {
        var at = books.Clock.Newest.MarketAt;
        if (asset != account.Asset || at < account.WalletAt || (at == account.WalletAt && wallet == account.Wallet)
            || at.UtcTicks < account.ReadingAt)
        {
            return false;
        }

        (account.Wallet, account.WalletAt, account.WalletToldAt) = (wallet, at, books.Clock.Now);
        Settle(account);
        return true;
    }

    /// <summary>False when it was known: told twice, or older than what is known.</summary>
    public bool Position(AccountBook account, Position position)
    {
        var key = new PositionKey(account.Id, position.Instrument, position.Side);
        if (IsKnown(account, key, position))
        {
            return false;
        }

        books.Put(account, position);
        if (account.Find(position.Instrument, position.Side) is { } known)
        {
            known.ToldAt = books.Clock.Now;
            account.DoubtfulSince = 0;
            account.Ended.Remove(key);

            // A leg tells the position mode before the next reading does.
            account.IsHedgeMode = position.Side != PositionSide.Both;
        }
        else
        {
            account.Ended[key] = new ToldFlat(books.Clock.Now, position.UpdatedAt);
        }

        NoteRisk(account);
        return true;
    }

    /// <summary>A report that comes late must not undo a newer one, nor bring a position back that has ended since.</summary>
    private static bool IsKnown(AccountBook account, PositionKey key, Position position) =>
        account.Find(position.Instrument, position.Side) is { } known
            ? position == known.Report || (position.UpdatedAt != default && position.UpdatedAt < known.Report.UpdatedAt)
            : position.UpdatedAt != default
                && (position.UpdatedAt.UtcTicks < account.ReadingAt || (account.Ended.TryGetValue(key, out var end)
                    && (position.Quantity == 0 ? position.UpdatedAt <= end.At : position.UpdatedAt < end.At)));

    /// <summary>An order as the stream tells it: seen for the first time, it was placed just now. False for one that was known to be over.</summary>
    public bool Hear(AccountBook account, Order order)
    {
        if (account.EndedOrders.Covers(order, isReading: false))
        {
            return false;
        }

        var isNew = account.SeenOrders.Add(SeenId(order));
        var isRefused = order.Status == OrderStatus.Rejected;
        if (isNew)
        {
            account.Recent.Add(order, books.Clock.Now);
        }

        if (isNew || isRefused)
        {
            books.Place(account.Id, order.Instrument, isRefused);
        }

        Put(account, order);
        NoteRisk(account);
        return true;
    }

    private static void Put(AccountBook account, Order order)
    {
        account.SeenOrders.Add(SeenId(order));
        var key = (order.IsConditional, order.OrderId);
        if (account.Orders.TryGetValue(key, out var known) && order.UpdatedAt < known.UpdatedAt)
        {
            return;
        }

        if (order.IsOpen)
        {
            account.Orders[key] = order;
        }
        else
        {
            account.Orders.Remove(key);
            account.EndedOrders.Add(order, isMissed: false);
        }
    }

    /// <summary>What the stream told after the instant of the reading stays; the next reading sees it.</summary>
    private static void ReadOrders(AccountBook account, AccountSnapshot snapshot)
    {
        var listed = snapshot.OpenOrders.Select(order => (order.IsConditional, order.OrderId)).ToHashSet();
        foreach (var (key, order) in account.Orders
            .Where(known => !listed.Contains(known.Key) && !IsReleased(known.Value, snapshot) && !IsAfter(known.Value, snapshot)).ToList())
        {
            account.Orders.Remove(key);
            account.EndedOrders.Add(order, isMissed: true);
        }

        foreach (var order in snapshot.OpenOrders.Where(order => !account.EndedOrders.Covers(order, isReading: true)))
        {
            Put(account, order);
        }
    }

    /// <summary>
    /// A stop whose trigger was reached is listed no longer; while the limit order that it became waits, it is not over. That order is known by the
    /// number that the trigger told, and by the client's id, which it inherits, when nobody heard that.
    /// </summary>
    private static bool IsReleased(Order order, AccountSnapshot snapshot) => order.IsConditional && snapshot.OpenOrders.Any(listed =>
        !listed.IsConditional && listed.Instrument == order.Instrument
        && (listed.OrderId == order.ReleasedOrderId || (order.ClientOrderId.Length > 0 && listed.ClientOrderId == order.ClientOrderId)));

    private static bool IsAfter(Order order, AccountSnapshot snapshot) => snapshot.At != default && order.UpdatedAt > snapshot.At;

    /// <summary>False for a fill that was known already or is older than the account's first reading.</summary>
    public bool Fill(AccountBook account, Fill fill)
    {
        if (!account.Fills.Add($"{fill.Instrument.Symbol}/{fill.TradeId}"))
        {
            return false;
        }

        // A fee in another coin leaves this wallet alone; its value in quote units is not known here.
        var fee = fill.FeeAsset == account.Asset ? fill.Fee : 0;
        if (IsInsideFirstReading(account, fill.At))
        {
            return false;
        }

        var key = new PositionKey(account.Id, fill.Instrument, fill.PositionSide);
        account.FeesToday += fee;
        account.Audit.BookFill(fill.RealizedPnl - fee);
        books.Realize(account, fill.Instrument, fill.RealizedPnl - fee);
        var trip = account.TripOf(key);
        var wasFlat = trip.Quantity == 0;
        var ended = trip.Fill(fill, fee, account.Audit.HasBase ? account.Equity : null);
        if (ended is { } trade)
        {
            books.Close(new ClosedTrade(
                account.Id, fill.Instrument, fill.PositionSide, books.Contract(fill.Instrument).Underlying, fill.TradeId, trade.Quantity, trade.NetPnl,
                trade.Risk > 0 ? trade.Risk : null, trade.Equity, trade.OpenedAt, fill.At));
        }

        if (trip.Quantity != 0 && (wasFlat || ended is not null))
        {
            books.Begin(new OpenedTrade(key, books.Contract(fill.Instrument).Underlying, fill.At));
        }

        Settle(account);
        return true;
    }

    /// <summary>False when it was known.</summary>
    public bool Book(AccountBook account, LedgerEntry entry)
    {
        if (!account.Entries.Add($"{entry.Kind}/{entry.EntryId}") || entry.Asset != account.Asset || IsInsideFirstReading(account, entry.At))
        {
            return false;
        }

        switch (entry.Kind)
        {
            case LedgerKind.Transfer:
                account.Audit.BookFlow(entry.Amount);
                break;
            case LedgerKind.RealizedPnl or LedgerKind.Commission:
                account.Audit.BookTrading(entry.Amount);
                break;
            case LedgerKind.Funding:
                account.FundingToday += entry.Amount;
                account.Audit.BookOther(entry.Amount);
                BookFunding(account, entry);
                break;
            case LedgerKind.Liquidation or LedgerKind.Other:
                account.Audit.BookOther(entry.Amount);
                break;
        }

        Settle(account);
        return true;
    }

    /// <summary>A position's first stop says what it risks, whichever of the two is told first.</summary>
    private static void NoteRisk(AccountBook account)
    {
        foreach (var position in account.Positions)
        {
            if (position.RiskPerUnit == 0 && PositionMeasures.Protection(position, isStop: true) is { } stop)
            {
                position.SeeStop(stop);
            }

            position.Trip.SeeRisk(position.RiskPerUnit, Math.Sign(position.Quantity));
        }
    }

    /// <summary>Ordinary and conditional orders count apart.</summary>
    public static string SeenId(Order order) => order.IsConditional ? $"c{order.OrderId}" : order.OrderId;

    /// <summary>
    /// The venue's own time of a reading where it tells one: on a replay our clock lags behind it. What last changed a position is inside too.
    /// </summary>
    private DateTimeOffset InstantOf(AccountSnapshot snapshot)
    {
        var at = snapshot.At == default ? books.Clock.Newest.MarketAt : snapshot.At;
        var touched = snapshot.Positions.Select(position => position.UpdatedAt).DefaultIfEmpty().Max();
        return touched >= at ? touched.AddTicks(1) : at;
    }

    /// <summary>Bookings before the first reading are already in its wallet and positions.</summary>
    private static bool IsInsideFirstReading(AccountBook account, DateTimeOffset at) => account.Audit.HasBase && at < account.Audit.BaseAt;

    private void BookFunding(AccountBook account, LedgerEntry entry)
    {
        if (entry.Instrument is not { } instrument)
        {
            return;
        }

        books.Realize(account, instrument, entry.Amount);
        var payer = account.Positions
            .Where(position => position.Contract.Id == instrument)
            .OrderByDescending(position => position.Notional)
            .FirstOrDefault();
        payer?.Trip.Book(entry.Amount);
    }

    /// <summary>An empty list after a full one may be a failed reading: it is believed when a second one agrees.</summary>
    private void ReadPositions(AccountBook account, AccountSnapshot snapshot)
    {
        var now = books.Clock.Now;
        var open = snapshot.Positions.RemoveAll(position => position.Quantity == 0);
        if (open.IsEmpty && account.Positions.Count > 0)
        {
            if (account.DoubtfulSince == 0)
            {
                account.DoubtfulSince = now;
                return;
            }

            if (now - account.DoubtfulSince < books.Settings.FlatConfirmedAfter.Ticks)
            {
                return;
            }
        }

        account.DoubtfulSince = 0;
        var gone = account.Positions.Where(known =>
            !open.Any(position => IsSame(position, known)) && !IsBehind(known.ToldAt, known.Report.UpdatedAt, snapshot));
        foreach (var position in gone.ToList())
        {
            account.Ended[position.Key] = new ToldFlat(0, position.Report.UpdatedAt.AddTicks(1));
            books.Drop(account, position);
        }

        foreach (var position in open.Where(position => !IsBeforeItsEnd(account, position, snapshot)))
        {
            books.Put(account, position);
        }
    }

    private bool IsBeforeItsEnd(AccountBook account, Position position, AccountSnapshot snapshot) =>
        account.Ended.TryGetValue(new PositionKey(account.Id, position.Instrument, position.Side), out var end) && end.ToldAt != 0
        && (IsBehind(end.ToldAt, end.At, snapshot) || (position.UpdatedAt != default && position.UpdatedAt < end.At));

    private static bool IsSame(Position position, PositionBook known) =>
        position.Instrument == known.Contract.Id && position.Side == known.Side;

    /// <summary>A reading takes a moment, and the stream may have told more meanwhile; the next reading sees it.</summary>
    private bool IsBehind(long toldAt, DateTimeOffset at, AccountSnapshot snapshot) =>
        books.Clock.Now - toldAt < books.Settings.ReadingLag.Ticks || (snapshot.At != default && at > snapshot.At);

    /// <summary>Fills that were never heard leave a round trip at odds with the position; after a while the position is right.</summary>
    private void AlignTrips(AccountBook account, bool isFirst)
    {
        var now = books.Clock.Now;
        var isOff = account.Trips.Any(trip => trip.Value.Quantity != (account.Find(trip.Key.Instrument, trip.Key.Side)?.Quantity ?? 0));
        account.TripsOffSince = !isOff || account.DoubtfulSince != 0 ? 0 : account.TripsOffSince == 0 ? now : account.TripsOffSince;
        if (!isFirst && (!isOff || now - account.TripsOffSince < books.Settings.JumpExplainedWithin.Ticks))
        {
            return;
        }

        foreach (var (key, trip) in account.Trips)
        {
            var position = account.Find(key.Instrument, key.Side);
            trip.Adopt(position?.Quantity ?? 0, position is null || position.Report.UpdatedAt == default ? null : position.Report.UpdatedAt);
        }

        account.TripsOffSince = 0;
    }

    /// <summary>Lets transfers that the wallet now shows pass through every scope of the account.</summary>
    private void Settle(AccountBook account)
    {
        if (!account.Audit.HasBase)
        {
            return;
        }

        var flow = account.Audit.Settle(account.Wallet, books.Clock.Now, books.Settings);
        if (flow == 0)
        {
            return;
        }

        foreach (var scope in books.Scopes)
        {
            if (scope.Accounts.Contains(account))
            {
                scope.Flow(flow * account.CollateralRate);
            }
        }
    }
}
