using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Risk.Books;

/// <summary>
/// Lets candles of a time when nobody watched raise the peaks that breakers measure from (RISK 4.9). Nothing is judged by them; a breaker whose
/// measure grew by it is marked, and closes only what live readings confirm. The extremes of several contracts count as if they had been reached
/// together, which is as coarse as candles are.
/// </summary>
internal sealed class PeakRebuilder(RiskBooks books, BreakerBoard board)
{
    private static readonly ImmutableArray<Func<Candle, decimal>> Points = [candle => candle.High, candle => candle.Low, candle => candle.Close];

    public void Take(RiskEvent.PricesMissed missed)
    {
        var courses = missed.Prices.Select(prices => new Course(books.Contract(prices.Instrument), prices.Candles)).Where(course => course.IsKnown).ToList();
        var since = SinceOf(missed.Accounts, courses);
        if (since.Count == 0)
        {
            return;
        }

        books.RefreshAll();
        var everybody = since.Keys.ToHashSet();
        var watches = board.Watches.Where(watch => watch.Meter.HasPeak && watch.Scope.Accounts.Exists(everybody.Contains)).ToList();
        Observe(everybody, watches);
        var before = watches.ConvertAll(watch => watch.Height);
        foreach (var at in courses.SelectMany(course => course.Times).Distinct().Order())
        {
            var there = everybody.Where(account => since[account] <= at).ToHashSet();
            foreach (var point in Points)
            {
                courses.ForEach(course => course.Suppose(at, point, there));
                Observe(there, watches);
            }
        }

        courses.ForEach(course => course.ComeBack(everybody));
        Observe(everybody, watches);
        for (var i = 0; i < watches.Count; i++)
        {
            watches[i].IsReconstructed |= watches[i].Height > before[i];
        }
    }

    /// <summary>From when on an account's value can be told: it held then what it holds now, and each contract of it has a candle.</summary>
    private Dictionary<AccountBook, DateTimeOffset> SinceOf(IEnumerable<UnwatchedAccount> accounts, List<Course> courses)
    {
        var since = new Dictionary<AccountBook, DateTimeOffset>();
        foreach (var (id, held) in accounts)
        {
            if (books.Account(id) is not { Audit.IsSettled: true, DoubtfulSince: 0 } account || !books.IsReadSinceStart(account))
            {
                continue;
            }

            var starts = account.Positions.Select(position => courses.Find(course => course.Contract == position.Contract)?.Times.First()).ToList();
            if (starts.TrueForAll(start => start is not null))
            {
                since[account] = starts.OfType<DateTimeOffset>().Append(held).Max();
            }
        }

        return since;
    }

    private void Observe(HashSet<AccountBook> accounts, List<BreakerWatch> watches)
    {
        foreach (var scope in books.Scopes)
        {
            if (scope.Accounts.Count == 0 || !scope.Accounts.TrueForAll(accounts.Contains))
            {
                continue;
            }

            scope.Suppose();
            foreach (var watch in watches.Where(watch => watch.Scope == scope))
            {
                watch.Meter.Suppose();
            }
        }
    }

    /// <summary>The candles of one contract, gone through once.</summary>
    private sealed class Course(ContractBook contract, ImmutableArray<Candle> candles)
    {
        private readonly decimal _now = contract.Mark;
        private int _passed;

        public ContractBook Contract => contract;

        /// <summary>Without a price of now there would be no way back.</summary>
        public bool IsKnown => _now > 0 && !candles.IsEmpty;

        public IEnumerable<DateTimeOffset> Times => candles.Select(candle => candle.OpenAt);

        /// <summary>Values it at the candle of the time, or at the close of the last one before it.</summary>
        public void Suppose(DateTimeOffset at, Func<Candle, decimal> point, HashSet<AccountBook> accounts)
        {
            while (_passed < candles.Length && candles[_passed].OpenAt <= at)
            {
                _passed++;
            }

            if (_passed > 0)
            {
                var candle = candles[_passed - 1];
                contract.Suppose(candle.OpenAt == at ? point(candle) : candle.Close, accounts);
            }
        }

        public void ComeBack(HashSet<AccountBook> accounts) => contract.Suppose(_now, accounts);
    }
}
