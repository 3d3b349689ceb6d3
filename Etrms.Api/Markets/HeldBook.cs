using Etrms.Contracts;
using Etrms.Domain.Market;

namespace Etrms.Api.Markets;

/// <summary>What all accounts of a venue hold together, contract by contract.</summary>
internal sealed class HeldBook
{
    private readonly Dictionary<string, decimal> _worth;

    private HeldBook(Dictionary<string, decimal> worth, string? reason) => (_worth, Reason) = (worth, reason);

    /// <summary>Why it is not known; null when it is.</summary>
    public string? Reason { get; }

    /// <param name="book">Null when the worker has not told it.</param>
    /// <param name="exchange">The venue.</param>
    public static HeldBook Of(PositionsView? book, Exchange exchange)
    {
        var positions = (book?.Positions ?? []).Where(position => position.Exchange == exchange).ToList();
        var reason = book is null ? "the risk worker has not told what is held"
            : !book.IsComplete ? "an account is being read"
            : positions.Find(position => position.Notional is null) is { } unpriced ? $"the price of {unpriced.Symbol} is not known"
            : null;
        return new HeldBook(
            reason is not null ? [] : positions.GroupBy(position => position.Symbol, StringComparer.Ordinal)
                .ToDictionary(each => each.Key, each => each.Sum(position => Math.Sign(position.Quantity) * position.Notional!.Value), StringComparer.Ordinal),
            reason);
    }

    /// <summary>Quote units, negative when short; null when the book is not known.</summary>
    public decimal? Worth(string symbol) => Reason is null ? _worth.GetValueOrDefault(symbol) : null;

    /// <summary>Says what is held and not among the contracts.</summary>
    public IEnumerable<string> LeftOut(IReadOnlyList<string> symbols)
    {
        var others = _worth.Where(each => each.Value != 0).Select(each => each.Key).Except(symbols, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return others.Count == 0 ? [] : [$"held and left out, because too few candles are known: {string.Join(", ", others)}"];
    }
}
