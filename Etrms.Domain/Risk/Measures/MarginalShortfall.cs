using Etrms.Domain.Risk.Books;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Risk.Measures;

/// <summary>
/// What a unit of notional in each contract adds to the book's expected shortfall: its mean loss over the hours that are the book's worst
/// (Tasche 1999, Risk contributions and performance measurement).
/// </summary>
internal static class MarginalShortfall
{
    /// <summary>Mean loss of a long per unit of notional, as a fraction; null where past hours are too few or too old.</summary>
    public static Dictionary<ContractBook, double>? Of(ReturnsBook returns, RiskBooks books, decimal confidence)
    {
        var hours = returns.Hours;
        if (hours.Count < HistoricalTail.Enough || !books.IsFresh(hours.Until))
        {
            return null;
        }

        var profits = Scenarios.Profits(returns.Notionals, hours.Columns);
        var worst = Enumerable.Range(0, profits.Length).OrderBy(hour => profits[hour]).ThenBy(hour => hour)
            .Take(Math.Max((int)((1 - confidence) * profits.Length), 1)).ToList();
        return returns.Contracts.Select((contract, place) => (contract, Loss: -worst.Average(hour => hours.Columns[place][hour])))
            .ToDictionary(each => each.contract, each => each.Loss);
    }
}
