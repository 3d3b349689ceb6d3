using System.Globalization;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Requests;

namespace Etrms.Domain.Backtesting.Work;

/// <summary>One run of many: when its strategy throws, this run has failed, and no other one.</summary>
internal sealed class RunAttempt(Func<BacktestEngine> start, Func<string?>? unsound = null)
{
    /// <summary>Candle times at once: some milliseconds of work, also with many breakers.</summary>
    private const int TimesAtOnce = 5_000;

    private BacktestEngine? _engine;
    private bool _isGoing = true;

    /// <summary>Null until it is over, and when it failed.</summary>
    public BacktestRun? Run { get; private set; }

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Fault { get; private set; }

    /// <summary>A run of a setup, which may be one that nothing can be made of.</summary>
    public static RunAttempt Of(RunSetup setup, MarketSlices slices) => new(
        () => (setup with { Settings = setup.Settings with { WarmUpBars = slices.WarmUpBars } }).Over(slices.Markets).Start(), () => setup.Fault);

    /// <summary>Goes through to its end or to where it breaks off; each step says how many candles it took.</summary>
    public IEnumerable<int> Steps()
    {
        var done = 0;
        while (_isGoing)
        {
            if (ForeignCode.FaultOf(Advance) is { } failure)
            {
                Fault = string.Create(CultureInfo.InvariantCulture, $"It broke off after {_engine?.Done ?? 0:N0} candles with {failure}");
                yield break;
            }

            var now = _engine?.Done ?? 0;
            yield return now - done;
            done = now;
        }
    }

    private void Advance()
    {
        if (_engine is null && unsound?.Invoke() is { } fault)
        {
            (Fault, _isGoing) = (fault, false);
            return;
        }

        _engine ??= start();
        _isGoing = _engine.Advance(TimesAtOnce);
        Run = _isGoing ? null : _engine.Result();
    }
}

/// <summary>Where a run goes that has ended.</summary>
/// <param name="Done">Takes a whole one.</param>
/// <param name="Failed">Takes the reason of one that broke off.</param>
internal readonly record struct RunEnd(Action<BacktestRun> Done, Action<string> Failed);
