using System.Collections.Immutable;
using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Measures;

/// <summary>One account as views show it.</summary>
internal static class AccountMeasures
{
    public static AccountMetrics Of(AccountBook account, RiskBooks books)
    {
        var reason = books.UnknownReason(account);
        var isKnown = reason is null;
        var scope = books.ScopeOf(new Scope { Accounts = [account.Id] });
        return new AccountMetrics
        {
            Account = account.Id,
            Exchange = account.Exchange,
            Name = account.Name,
            IsPaper = account.IsPaper,
            Equity = isKnown ? account.Equity : null,
            WalletBalance = account.IsRead ? account.Wallet : null,
            AvailableBalance = account.Balance?.AvailableBalance,
            UnrealizedPnl = isKnown ? account.UnrealizedPnl : null,
            DayPnl = isKnown && scope.Series.IsStarted ? scope.Pnl - scope.Series.Day.Pnl : null,
            MarginRatio = isKnown ? MarginRatio([account]) : null,
            FundingToday = account.IsRead ? account.FundingToday : null,
            FeesToday = account.IsRead ? account.FeesToday : null,
            UnknownReason = reason,
            SyncedAt = account.IsRead ? EngineClock.At(account.ReadAt) : null,
            RulesReadAt = books.RulesAt(account.Exchange) is > 0 and var readAt ? EngineClock.At(readAt) : null,
            ArePricesAlive = account.Positions.Count == 0 ? null : FeedGuard.OldestMark(account, books.Clock.Now, out _) <= books.Settings.NoNewRiskAfter.Ticks,
            IsStreamAlive = account.StreamAt == 0 && !account.IsStreamAlive ? null : account.IsStreamFresh(books.Clock.Now, books.Settings),
        };
    }

    public static ImmutableArray<AccountOrder> OrdersOf(RiskBooks books) =>
    [
        .. books.Accounts.SelectMany(account => account.Orders.Values
            .OrderBy(order => order.Instrument).ThenBy(order => order.IsConditional).ThenBy(order => order.OrderId, StringComparer.Ordinal)
            .Select(order => new AccountOrder(account.Id, order))),
    ];

    /// <summary>Maintenance margin over margin balance; null when a bracket table is missing.</summary>
    public static decimal? MarginRatio(IReadOnlyCollection<AccountBook> accounts) =>
        Over(accounts, PositionMeasures.MaintenanceMargin);

    /// <summary>Initial margin over margin balance; null when a leverage is unknown.</summary>
    public static decimal? MarginUtilisation(IReadOnlyCollection<AccountBook> accounts) =>
        Over(accounts, PositionMeasures.InitialMargin);

    private static decimal? Over(IReadOnlyCollection<AccountBook> accounts, Func<PositionBook, decimal?> margin)
    {
        var total = 0m;
        foreach (var position in accounts.SelectMany(account => account.Positions))
        {
            if (margin(position) is not { } known)
            {
                return null;
            }

            total += known;
        }

        var balance = accounts.Sum(account => account.Value);
        return total == 0 ? 0 : balance > 0 ? total / balance : null;
    }
}
