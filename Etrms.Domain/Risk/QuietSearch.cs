using Etrms.Domain.Market;
using Etrms.Domain.Risk.Books;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Risk;

/// <summary>
/// Finds how far a price may go without anything to decide, by asking the conditions themselves at both ends of a range. Between two prices at
/// which it does not hold a steady condition does not hold either, since what it compares goes with the price in a straight line.
/// </summary>
internal sealed class QuietSearch(RiskBooks books, BreakerBoard board, PostureBoard postures, EquityCurve curve)
{
    /// <summary>Keeps a quotient that was rounded up from reaching over its bound.</summary>
    private const decimal Inside = 0.999999m;

    public QuietSpell? Find(InstrumentId instrument, decimal reach)
    {
        var rest = Rest();
        if (rest <= 0 || books.FindContract(instrument) is not { Mark: > 0, IsDoubtful: false } contract || IsHeldElsewhere(contract))
        {
            return null;
        }

        var (mark, range) = (contract.Mark, RangeOf(contract, reach));
        var isQuiet = IsQuietAt(contract, range.Low) && IsQuietAt(contract, range.High);
        Imagine(contract, mark);
        return isQuiet ? new QuietSpell(range.Low, range.High, EngineClock.At(books.Clock.MarketNow + rest)) : null;
    }

    /// <summary>Ticks for which the passing of time changes nothing; 0 or less when it may at once.</summary>
    private long Rest()
    {
        if (postures.HasEnds)
        {
            return 0;
        }

        var rest = Math.Min(books.NextDayAt, curve.DueAt) - books.Clock.MarketNow;
        foreach (var account in books.Accounts)
        {
            rest = Math.Min(rest, account.RestsFor(books.Clock.Now, books.Settings));
        }

        foreach (var watch in board.Watches)
        {
            rest = Math.Min(rest, Resting.For(watch, books.Clock));
        }

        return rest;
    }

    private bool IsHeldElsewhere(ContractBook contract)
    {
        foreach (var account in books.Accounts)
        {
            foreach (var position in account.Positions)
            {
                if (position.Contract != contract)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>As far as asked for, but not beyond the price at which equity or what a breaker measures would be higher than ever.</summary>
    private (decimal Low, decimal High) RangeOf(ContractBook contract, decimal reach)
    {
        var slope = 0m;
        foreach (var position in contract.Positions)
        {
            slope += position.Quantity * position.Account.CollateralRate;
        }

        var (low, high) = (contract.Mark * (1 - reach), contract.Mark * (1 + reach));
        if (slope != 0)
        {
            var bound = contract.Mark + (Headroom() / slope * Inside);
            (low, high) = slope > 0 ? (low, Math.Min(high, bound)) : (Math.Max(low, bound), high);
        }

        return (low, high);
    }

    private decimal Headroom()
    {
        var headroom = decimal.MaxValue;
        foreach (var scope in books.Scopes)
        {
            headroom = Math.Min(headroom, scope.Series.Peak - scope.Equity);
        }

        foreach (var watch in board.Watches)
        {
            headroom = Math.Min(headroom, watch.Meter.Headroom ?? decimal.MaxValue);
        }

        return Math.Max(0, headroom);
    }

    private bool IsQuietAt(ContractBook contract, decimal price)
    {
        Imagine(contract, price);
        foreach (var scope in books.Scopes)
        {
            if (scope.Reason is not null || scope.Equity > scope.Series.Peak)
            {
                return false;
            }
        }

        foreach (var watch in board.Watches)
        {
            if (!Resting.IsQuiet(watch))
            {
                return false;
            }
        }

        return true;
    }

    private void Imagine(ContractBook contract, decimal price)
    {
        contract.Imagine(price);
        foreach (var scope in books.Scopes)
        {
            scope.Imagine();
        }
    }
}
