using Etrms.Domain.Market;
using Etrms.Domain.Risk.Books;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Risk.Configuration;

namespace Etrms.Domain.Risk;

/// <summary>
/// Finds how far a price may go without anything to decide, by asking the conditions themselves at both ends of a range. Between two prices at
/// which it does not hold a steady condition does not hold either, since what it compares goes with the price in a straight line.
/// </summary>
internal sealed class QuietSearch(RiskBooks books, BreakerBoard board, PostureBoard postures, EquityCurve curve, SettingsDesk settings)
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

        var (mark, slope) = (contract.Mark, SlopeOf(contract));
        var (low, high) = RangeOf(mark, slope, reach);
        var isQuiet = IsQuietAt(contract, low) && IsQuietAt(contract, high);
        Return(contract, mark);
        return isQuiet ? new QuietSpell(low, high, EngineClock.At(books.Clock.MarketNow + rest)) : null;
    }

    /// <summary>Ticks for which the passing of time changes nothing; 0 or less when it may at once.</summary>
    private long Rest()
    {
        if (postures.HasEnds)
        {
            return 0;
        }

        var rest = (HangsOnDay() ? Math.Min(books.Day.NextAt, curve.DueAt) : curve.DueAt) - books.Clock.MarketNow;
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

    private bool HangsOnDay()
    {
        foreach (var watch in board.Watches)
        {
            if (Resting.HangsOnDay(watch))
            {
                return true;
            }
        }

        return settings.IsWaiting;
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

    /// <summary>How much equity moves with the price.</summary>
    private static decimal SlopeOf(ContractBook contract)
    {
        var slope = 0m;
        foreach (var position in contract.Positions)
        {
            slope += position.Quantity * position.Account.CollateralRate;
        }

        return slope;
    }

    /// <summary>As far as asked for, but not beyond the price at which equity or what a breaker measures would be higher than ever.</summary>
    private (decimal Low, decimal High) RangeOf(decimal mark, decimal slope, decimal reach)
    {
        var (low, high) = (mark * (1 - reach), mark * (1 + reach));
        if (slope != 0)
        {
            var bound = mark + (Headroom() / slope * Inside);
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
        contract.Imagine(price);
        foreach (var scope in books.Scopes)
        {
            scope.Imagine();
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

    /// <summary>Back to what is known; sums are made anew when somebody asks for them.</summary>
    private void Return(ContractBook contract, decimal mark)
    {
        contract.Imagine(mark);
        foreach (var scope in books.Scopes)
        {
            scope.Forget();
        }
    }
}
