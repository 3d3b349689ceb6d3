namespace Etrms.Domain.Risk.Books;

/// <summary>An account book to and from its stored form.</summary>
internal static class AccountStates
{
    public static AccountState Capture(AccountBook account) => new()
    {
        Id = account.Id,
        Exchange = account.Exchange,
        Name = account.Name,
        IsPaper = account.IsPaper,
        Asset = account.Asset,
        Wallet = account.Wallet,
        WalletAt = account.WalletAt,
        WalletToldAt = EngineClock.At(account.WalletToldAt),
        Balance = account.Balance,
        Positions = [.. account.Positions.Select(position => position.Report)],
        Orders = [.. account.Orders.Values.OrderBy(order => order.IsConditional).ThenBy(order => order.OrderId, StringComparer.Ordinal)],
        RecentOrders = account.Recent.Capture(),
        Trips = [.. account.Trips.Where(trip => trip.Value.Quantity != 0 || trip.Value.NetPnl != 0).OrderBy(trip => trip.Key)
            .Select(trip => new TripOfLeg(trip.Key.Instrument, trip.Key.Side, trip.Value.Capture()))],
        Ended = [.. account.Ended.Select(end => new EndOfLeg(end.Key.Instrument, end.Key.Side, EngineClock.At(end.Value.ToldAt), end.Value.At))],
        Forced = [.. account.Forced.Select(leg => new LegName(leg.Account, leg.Instrument, leg.Side))],
        Extremes = [.. account.Positions.Select(position => position.CaptureExtremes())],
        Audit = account.Audit.Capture(),
        Fills = account.Fills.Capture(),
        Entries = account.Entries.Capture(),
        ReadAt = EngineClock.At(account.ReadAt),
        ReadingAt = EngineClock.At(account.ReadingAt),
        EndedOrders = account.EndedOrders.Capture(),
        EquityAtReading = account.EquityAtReading,
        ReadingsOff = account.ReadingsOff,
        ConfirmAskedAt = EngineClock.At(account.ConfirmAskedAt),
        IsHedgeMode = account.IsHedgeMode,
        StreamAt = EngineClock.At(account.StreamAt),
        IsStreamAlive = account.IsStreamAlive,
        DoubtfulSince = EngineClock.At(account.DoubtfulSince),
        TripsOffSince = EngineClock.At(account.TripsOffSince),
        FundingToday = account.FundingToday,
        FeesToday = account.FeesToday,
    };

    public static void Restore(AccountBook account, AccountState state, RiskBooks books)
    {
        (account.Asset, account.Balance, account.IsHedgeMode) = (state.Asset, state.Balance, state.IsHedgeMode);
        (account.Wallet, account.WalletAt, account.WalletToldAt) = (state.Wallet, state.WalletAt, state.WalletToldAt.UtcTicks);
        (account.ReadAt, account.EquityAtReading) = (state.ReadAt.UtcTicks, state.EquityAtReading);
        account.ReadingAt = state.ReadingAt.UtcTicks;
        account.EndedOrders.Restore(state.EndedOrders);
        account.ReadingsOff = state.ReadingsOff;
        account.ConfirmAskedAt = state.ConfirmAskedAt.UtcTicks;
        (account.StreamAt, account.IsStreamAlive) = (state.StreamAt.UtcTicks, state.IsStreamAlive);
        (account.DoubtfulSince, account.TripsOffSince) = (state.DoubtfulSince.UtcTicks, state.TripsOffSince.UtcTicks);
        (account.FundingToday, account.FeesToday) = (state.FundingToday, state.FeesToday);
        account.Audit.Restore(state.Audit);
        account.Fills.Restore(state.Fills);
        account.Entries.Restore(state.Entries);
        foreach (var trip in state.Trips)
        {
            account.TripOf(new PositionKey(account.Id, trip.Instrument, trip.Side)).Restore(trip.Trip);
        }

        foreach (var end in state.Ended)
        {
            account.Ended[new PositionKey(account.Id, end.Instrument, end.Side)] = new ToldFlat(end.ToldAt.UtcTicks, end.At);
        }

        account.Forced.UnionWith(state.Forced.Select(leg => new PositionKey(leg.Account, leg.Instrument, leg.Side)));
        foreach (var order in state.Orders)
        {
            account.Orders[(order.IsConditional, order.OrderId)] = order;
            account.SeenOrders.Add(AccountEvents.SeenId(order));
        }

        account.Recent.Restore(state.RecentOrders);
        foreach (var recent in state.RecentOrders)
        {
            account.SeenOrders.Add(AccountEvents.SeenId(recent.Order));
        }

        foreach (var position in state.Positions)
        {
            books.Open(account, position).Restore(state.Extremes.FirstOrDefault(known =>
                known.Instrument == position.Instrument && known.Side == position.Side));
        }

        account.Sum();
    }
}
