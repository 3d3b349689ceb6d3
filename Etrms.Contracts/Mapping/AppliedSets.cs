using System.Globalization;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Backtesting.Strategies.Sets;

namespace Etrms.Contracts.Mapping;

/// <summary>The sets of parameters per regime of a backtest that was applied to live, with the parameters that were applied.</summary>
public static class AppliedSets
{
    private const string Percent = "_percent";

    /// <summary>Null when it has no sets, or names a strategy that is not there any more.</summary>
    /// <param name="body">Of the backtest.</param>
    /// <param name="applied">By name, those of its search among them.</param>
    /// <param name="strategies">What it may name.</param>
    public static SetRoster? RosterOf(BacktestBody body, IReadOnlyDictionary<string, string> applied, StrategyCatalog strategies)
    {
        if (BacktestReading.Of(body, strategies).Request is not { Terms.Sets.IsEmpty: false } request)
        {
            return null;
        }

        var setup = request.Base;
        foreach (var range in request.Grid.Ranges)
        {
            // A trial is noted by the names of the search, a result by those of the strategy.
            var text = applied.GetValueOrDefault(range.Name) ?? applied.GetValueOrDefault(range.Name.Replace(Percent, "", StringComparison.Ordinal));
            setup = decimal.TryParse(text, CultureInfo.InvariantCulture, out var value) ? setup.With(range.Name, value) : setup;
        }

        return setup.Fault is null ? setup.Roster : null;
    }
}
