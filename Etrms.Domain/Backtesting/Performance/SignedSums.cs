namespace Etrms.Domain.Backtesting.Performance;

/// <summary>Gains and losses of a sample apart.</summary>
internal readonly record struct SignedSums(
    double Gains, double Losses, double SquaredLosses, int Wins, int LosingPeriods, int LongestWins, int LongestLosses)
{
    public static SignedSums Of(ReadOnlySpan<double> values)
    {
        var (gains, losses, squares) = (0.0, 0.0, 0.0);
        var (wins, losing, winRun, lossRun, longestWins, longestLosses) = (0, 0, 0, 0, 0, 0);
        foreach (var value in values)
        {
            winRun = value > 0 ? winRun + 1 : 0;
            lossRun = value < 0 ? lossRun + 1 : 0;
            longestWins = Math.Max(longestWins, winRun);
            longestLosses = Math.Max(longestLosses, lossRun);
            if (value > 0)
            {
                wins++;
                gains += value;
            }
            else if (value < 0)
            {
                losing++;
                losses -= value;
                squares += value * value;
            }
        }

        return new SignedSums(gains, losses, squares, wins, losing, longestWins, longestLosses);
    }
}
