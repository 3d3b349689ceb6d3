using System.Collections.Immutable;
using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Measures;

/// <summary>Notional by coin over all venues and accounts; unknown as soon as the account of one position is.</summary>
internal static class ExposuresOf
{
    /// <summary>Largest first.</summary>
    public static ImmutableArray<UnderlyingExposure> Book(RiskBooks books, DateTimeOffset at) =>
    [
        .. books.Global.Positions.GroupBy(position => position.Contract.Underlying, StringComparer.Ordinal)
            .OrderByDescending(coin => coin.Sum(position => position.Notional)).ThenBy(coin => coin.Key, StringComparer.Ordinal)
            .Select(coin => Of(coin.Key, [.. coin], books, at)),
    ];

    private static UnderlyingExposure Of(string underlying, List<PositionBook> positions, RiskBooks books, DateTimeOffset at)
    {
        var reason = ReasonOf(positions, books);
        var longs = positions.Sum(position => Math.Max(position.Value, 0));
        var shorts = positions.Sum(position => Math.Max(-position.Value, 0));
        var gross = books.Global.Gross;
        return new UnderlyingExposure(
            underlying, Tell(longs + shorts), Tell(longs - shorts), Tell(longs), Tell(shorts),
            books.Global.Reason is { } whole ? Measured.Unknown(whole, at) : gross > 0 ? Tell((longs + shorts) / gross) : Tell(0),
            BetaOf(positions[0].Contract, books, at),
            [
                .. positions.GroupBy(position => position.Account.Exchange).OrderBy(venue => venue.Key).Select(venue => new VenueExposure(
                    venue.Key, Tell(venue.Sum(position => position.Notional)), Tell(venue.Sum(position => position.Value)))),
            ]);

        Measured Tell(decimal value) => reason is null ? Measured.Known(value, at) : Measured.Unknown(reason, at);
    }

    private static string? ReasonOf(List<PositionBook> positions, RiskBooks books) =>
        positions.Select(position => books.UnknownReason(position.Account)).FirstOrDefault(reason => reason is not null);

    private static Measured BetaOf(ContractBook contract, RiskBooks books, DateTimeOffset at)
    {
        var returns = books.Global.Measures.Returns;
        var place = returns.Contracts.ToList().IndexOf(contract);
        return place < 0 ? Measured.Unknown("it has not been measured yet", at)
            : returns.Betas[place] is { Value: { } beta } figure && Rounding.Money(beta) is { } known
                ? books.IsFresh(figure.Until) ? Measured.Known(known, at) : Measured.Unknown(RiskBooks.StaleHours, at)
                : Measured.Unknown($"{returns.Betas[place].Hours} of {BetaFigure.Enough} hours are shared with BTC", at);
    }
}
