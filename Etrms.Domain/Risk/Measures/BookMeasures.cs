using System.Collections.Immutable;
using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Measures;

/// <summary>The figures of the whole book; unknown as soon as one account is.</summary>
internal static class BookMeasures
{
    public static BookMetrics Of(RiskBooks books, ImmutableArray<BreakerSnapshot> breakers)
    {
        var scope = books.Global;
        var exchanges = ByExchange(books);
        var plain = new BookMetrics
        {
            ActivePositions = scope.Positions.Count,
            Exchanges = exchanges,
            MaxDrawdown = scope.Series.IsStarted ? scope.Series.MaxDrawdown() : null,
            FundingToday = books.Accounts.All(account => account.IsRead) ? books.Accounts.Sum(account => account.FundingToday) : null,
            FeesToday = books.Accounts.All(account => account.IsRead) ? books.Accounts.Sum(account => account.FeesToday) : null,
        };
        if (scope.Reason is not null || !scope.Series.IsStarted)
        {
            return plain with { RiskScoreParts = RiskScore.Parts(plain, breakers) };
        }

        var known = Known(plain, scope, books);
        var parts = RiskScore.Parts(known, breakers);
        return known with { RiskScore = RiskScore.Of(parts), RiskScoreParts = parts };
    }

    private static BookMetrics Known(BookMetrics plain, ScopeBook scope, RiskBooks books)
    {
        var series = scope.Series;
        var net = scope.Positions.Sum(position => position.Value);
        return plain with
        {
            Equity = scope.Equity,
            PositionValue = scope.Gross,
            UnrealizedPnl = scope.UnrealizedPnl,
            Drawdown = series.Drawdown(scope.Equity),
            PotentialDrawdown = PotentialDrawdown(scope),
            DayPnl = scope.Pnl - series.Day.Pnl,
            WeekPnl = scope.Pnl - series.Week.Pnl,
            MonthPnl = scope.Pnl - series.Month.Pnl,
            DayPnlFraction = series.Day.Equity > 0 ? (scope.Equity / series.Day.Equity) - 1 : null,
            GrossExposure = ToEquity(scope.Gross, scope.Equity),
            NetExposure = ToEquity(net, scope.Equity),
            Concentration = Concentration(scope),
            Leverage = ToEquity(scope.Gross, scope.Equity),
            MarginRatio = AccountMeasures.MarginRatio(books.Accounts),
            MarginUtilisation = AccountMeasures.MarginUtilisation(books.Accounts),
            LargestPosition = scope.Positions.MaxBy(position => position.Notional) is { } largest
                ? new PositionFigure(largest.Contract.Id.Symbol, largest.Notional) : null,
            HighestLeverage = HighestLeverage(scope),
        };
    }

    private static decimal? ToEquity(decimal amount, decimal equity) => amount == 0 ? 0 : equity > 0 ? amount / equity : null;

    /// <summary>The position with the most notional per equity of its account.</summary>
    private static PositionFigure? HighestLeverage(ScopeBook scope)
    {
        PositionFigure? highest = null;
        foreach (var position in scope.Positions)
        {
            if (position.Account.Equity > 0 && position.Notional / position.Account.Equity is var leverage && leverage > (highest?.Value ?? 0))
            {
                highest = new PositionFigure(position.Contract.Id.Symbol, leverage);
            }
        }

        return highest;
    }

    /// <summary>Sum of squared shares of gross notional by coin, over all venues.</summary>
    private static decimal? Concentration(ScopeBook scope)
    {
        if (scope.Gross == 0)
        {
            return null;
        }

        return scope.Positions
            .GroupBy(position => position.Contract.Underlying, StringComparer.Ordinal)
            .Sum(group => Square(group.Sum(position => position.Notional) / scope.Gross));
    }

    private static decimal Square(decimal value) => value * value;

    private static decimal? PotentialDrawdown(ScopeBook scope)
    {
        var equity = scope.Equity;
        foreach (var position in scope.Positions)
        {
            if (PositionMeasures.Protection(position, isStop: true) is not { } stop)
            {
                return null;
            }

            equity += position.Quantity * (stop - position.Contract.Mark);
        }

        return Math.Max(scope.Series.Drawdown(equity), scope.Series.Drawdown(scope.Equity));
    }

    private static ImmutableArray<ExchangeMetrics> ByExchange(RiskBooks books)
    {
        var total = books.Accounts.Sum(account => account.Gross);
        return
        [
            .. books.Accounts.GroupBy(account => account.Exchange).OrderBy(group => group.Key).Select(group =>
            {
                var accounts = group.ToList();
                var isKnown = accounts.TrueForAll(account => books.UnknownReason(account) is null);
                var gross = accounts.Sum(account => account.Gross);
                return new ExchangeMetrics(
                    group.Key,
                    isKnown ? accounts.Sum(account => account.Equity) : null,
                    isKnown ? gross : null,
                    isKnown ? total == 0 ? 0 : gross / total : null,
                    isKnown ? AccountMeasures.MarginRatio(accounts) : null);
            }),
        ];
    }
}
