using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Domain.Risk.Books;

/// <summary>What the coins that accounts are kept in are worth: one that has not been observed counts whole, one above its peg no more than that.</summary>
internal sealed class CollateralBook
{
    private readonly SortedDictionary<(Exchange Exchange, string Asset), CollateralRate> _rates = [];

    /// <summary>Takes in a rate; false when it changes nothing, is none, or a newer one has overtaken it on its way.</summary>
    public bool Take(RiskEvent.CollateralPriced priced, RiskBooks books)
    {
        if (priced.Rate <= 0)
        {
            books.Reject();
            return false;
        }

        var key = (priced.Exchange, priced.Asset);
        var rate = Math.Min(1, priced.Rate);
        var isKnown = _rates.TryGetValue(key, out var known);
        if (isKnown && (EngineClock.IsOvertaken(priced.Times.VenueAt.UtcTicks, known!.VenueAt.UtcTicks) || (known.Rate, known.VenueAt) == (rate, priced.Times.VenueAt)))
        {
            return false;
        }

        var isNew = !isKnown || known!.Rate != rate;
        _rates[key] = new CollateralRate(priced.Exchange, priced.Asset, rate, EngineClock.At(books.Clock.Now)) { VenueAt = priced.Times.VenueAt };
        if (isNew)
        {
            foreach (var account in books.Accounts)
            {
                Apply(account);
            }
        }

        return isNew;
    }

    /// <summary>Counts an account's coin at what it is worth.</summary>
    public void Apply(AccountBook account) =>
        account.CollateralRate = _rates.TryGetValue((account.Exchange, account.Asset), out var known) ? known.Rate : 1;

    public ImmutableArray<CollateralRate> Capture() => [.. _rates.Values];

    public void Restore(ImmutableArray<CollateralRate> rates)
    {
        foreach (var rate in rates)
        {
            _rates[(rate.Exchange, rate.Asset)] = rate;
        }
    }
}
