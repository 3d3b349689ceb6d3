using System.Collections.Immutable;

namespace Etrms.Domain.Backtesting.Optimization;

/// <summary>The objective over two parameters; where others vary too, the best over them.</summary>
/// <param name="Cells">A row for each y, a column for each x; null where nothing was tried or defined.</param>
public sealed record HeatMap(
    string X, string Y, ImmutableArray<decimal> XValues, ImmutableArray<decimal> YValues, ImmutableArray<ImmutableArray<double?>> Cells)
{
    /// <summary>More cells are not to be told apart.</summary>
    private const int MostValues = 300;

    /// <summary>Null where fewer than two parameters vary, or one has too many values to show.</summary>
    public static HeatMap? Of(ParameterGrid grid, TrialRanking ranking, IEnumerable<Trial> trials, (string X, string Y)? chosen)
    {
        var varied = grid.Ranges.Select((range, index) => (range, index)).Where(each => chosen is { } names
            ? each.range.Name == names.X || each.range.Name == names.Y : each.range.Count > 1).Take(2).ToList();
        if (varied.Count < 2 || varied.Any(each => each.range.Count > MostValues))
        {
            return null;
        }

        var (x, y) = chosen is { } wanted && varied[0].range.Name == wanted.Y ? (varied[1], varied[0]) : (varied[0], varied[1]);
        var best = new Trial?[y.range.Count, x.range.Count];
        foreach (var trial in trials.Where(ranking.IsEligible))
        {
            var values = grid[trial.Combination];
            var (row, column) = (IndexOf(y.range, values[y.index]), IndexOf(x.range, values[x.index]));
            if (best[row, column] is not { } former || ranking.Compare(trial, former) < 0)
            {
                best[row, column] = trial;
            }
        }

        return new HeatMap(
            x.range.Name, y.range.Name, Values(x.range), Values(y.range),
            [.. Enumerable.Range(0, (int)y.range.Count).Select(row => Enumerable.Range(0, (int)x.range.Count)
                .Select(column => best[row, column] is { } trial ? ranking.FigureOf(trial) : null).ToImmutableArray())]);
    }

    private static ImmutableArray<decimal> Values(ParameterRange range) => [.. Enumerable.Range(0, (int)range.Count).Select(index => range[index])];

    private static int IndexOf(ParameterRange range, decimal value) =>
        range.Values.IsEmpty ? range.Count == 1 ? 0 : (int)((value - range.Start) / range.Step) : range.Values.IndexOf(value);
}
