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
            // Gains and losses come like heads and tails: a branch would be guessed wrong half the time.
            var win = value > 0 ? 1 : 0;
            var loss = value < 0 ? 1 : 0;
            var lost = Math.Min(value, 0);
            wins += win;
            losing += loss;
            gains += Math.Max(value, 0);
            losses -= lost;
            squares += lost * lost;
            winRun = (winRun + 1) * win;
            lossRun = (lossRun + 1) * loss;
            longestWins = Math.Max(longestWins, winRun);
            longestLosses = Math.Max(longestLosses, lossRun);
        }

        return new SignedSums(gains, losses, squares, wins, losing, longestWins, longestLosses);
    }
}
