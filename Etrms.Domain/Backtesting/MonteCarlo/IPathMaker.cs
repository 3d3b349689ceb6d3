namespace Etrms.Domain.Backtesting.MonteCarlo;

/// <summary>Makes the paths of one method. A path follows from its number alone, so it does not matter who makes it.</summary>
internal interface IPathMaker
{
    FanSteps Steps { get; }

    /// <summary>"trades" or "candles".</summary>
    string Unit { get; }

    /// <summary>Makes a path; the steps are candles, or what takes as long.</summary>
    IEnumerable<int> Make(int number, Action<PathResult> done);
}
