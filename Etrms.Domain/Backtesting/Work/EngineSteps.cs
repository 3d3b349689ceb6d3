using Etrms.Domain.Backtesting.Engine;

namespace Etrms.Domain.Backtesting.Work;

internal static class EngineSteps
{
    /// <summary>Candle times at once: some milliseconds of work, also with many breakers.</summary>
    private const int Times = 5_000;

    /// <summary>Runs an engine to its end; each step says how many candles it took.</summary>
    public static IEnumerable<int> Steps(this BacktestEngine engine)
    {
        var (isGoing, done) = (true, 0);
        while (isGoing)
        {
            isGoing = engine.Advance(Times);
            yield return engine.Done - done;
            done = engine.Done;
        }
    }
}
