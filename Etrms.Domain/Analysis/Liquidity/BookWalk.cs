using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Domain.Analysis.Liquidity;

/// <summary>How much is to be taken from a book.</summary>
/// <param name="Amount">In base units or in the quote currency.</param>
public readonly record struct WalkSize(decimal Amount, bool IsQuote)
{
    public static WalkSize Base(decimal quantity) => new(quantity, IsQuote: false);

    public static WalkSize Quote(decimal notional) => new(notional, IsQuote: true);
}

/// <summary>
/// What a market order would get from a visible book, level by level. What the book does not hold stays unfilled and is never priced: nobody knows
/// what stands behind the last level.
/// </summary>
/// <param name="Filled">Base units.</param>
/// <param name="Cost">Paid or received, in the quote currency, without fees.</param>
/// <param name="Unfilled">What remains, in the unit of the size that was asked for.</param>
/// <param name="WorstPrice">Of the last level that was touched; null when nothing was filled.</param>
/// <param name="Levels">Levels that were touched.</param>
public sealed record BookWalk(bool IsBuy, decimal Filled, decimal Cost, decimal Unfilled, decimal? WorstPrice, int Levels)
{
    /// <summary>Quotients carry 28 digits; what lies behind these decimals is their rounding and not a cost.</summary>
    private const int Decimals = 15;

    private const decimal BasisPoint = 0.0001m;

    public bool IsComplete => Unfilled == 0;

    /// <summary>Volume-weighted average price; null when nothing was filled.</summary>
    public decimal? AveragePrice => Filled > 0 ? Cost / Filled : null;

    /// <summary>Cost of the filled part against a reference, in basis points of it: the middle tells the whole cost, the best price the impact.</summary>
    public decimal? SlippageBps(decimal reference) => Bps(AveragePrice, reference);

    /// <summary>How far the last level lies from a reference.</summary>
    public decimal? WorstBps(decimal reference) => Bps(WorstPrice, reference);

    /// <param name="isBuy">A buy takes the asks, a sell the bids.</param>
    public static BookWalk Of(OrderBook book, bool isBuy, WalkSize size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size.Amount, nameof(size));
        var (filled, cost, left, levels) = (0m, 0m, size.Amount, 0);
        decimal? worst = null;
        foreach (var level in Side(book, isBuy).Where(level => level is { Price: > 0, Quantity: > 0 }))
        {
            if (left == 0)
            {
                break;
            }

            var wanted = size.IsQuote ? left / level.Price : left;
            var isWhole = size.IsQuote ? level.Quantity * level.Price <= left : level.Quantity <= left;
            var taken = isWhole ? level.Quantity : wanted;
            var paid = !isWhole && size.IsQuote ? left : taken * level.Price;
            (filled, cost, left) = (filled + taken, cost + paid, isWhole ? left - (size.IsQuote ? paid : taken) : 0);
            (worst, levels) = (level.Price, levels + 1);
        }

        return new BookWalk(isBuy, filled, cost, left, worst, levels);
    }

    private static ImmutableArray<BookLevel> Side(OrderBook book, bool isBuy) => isBuy ? book.Asks : book.Bids;

    private decimal? Bps(decimal? price, decimal reference) =>
        price is { } known && reference > 0 ? decimal.Round((IsBuy ? known - reference : reference - known) / reference / BasisPoint, Decimals) : null;
}
