using Etrms.Domain.Risk.Books;
using Etrms.Domain.Risk.Measures;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>
/// The order in which positions are brought down (RISK 4.5): first what takes most of the book's expected shortfall away for what it costs to
/// leave. Where past prices are too few or too old for that, the largest first.
/// </summary>
internal static class RiskiestFirst
{
    /// <summary>Fees apply however tight the book is.</summary>
    private const double LeastCost = 0.0005;

    public static List<PositionBook> Of(IEnumerable<PositionBook> positions, RiskBooks books)
    {
        var all = positions.ToList();
        var losses = all.Count > 1 ? MarginalShortfall.Of(books.Global.Measures.Returns, books, RiskMeasuresOf.Confidence) : null;
        return losses is null || !all.TrueForAll(position => losses.ContainsKey(position.Contract))
            ? [.. all.OrderByDescending(position => position.Notional).ThenBy(position => position.Key)]
            : [.. all.OrderByDescending(position => PerCost(position, losses[position.Contract])).ThenByDescending(position => position.Notional).ThenBy(position => position.Key)];
    }

    /// <summary>Both shares are of the position's notional, which falls out.</summary>
    private static double PerCost(PositionBook position, double loss)
    {
        var relief = Math.Sign(position.Quantity) * loss;
        var cost = Math.Max((double)position.Contract.LeavingCost(position.Quantity), LeastCost);

        // What the book is hedged by goes last, the dearer to leave the later.
        return relief > 0 ? relief / cost : relief * cost;
    }
}
