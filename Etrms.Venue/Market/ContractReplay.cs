using Etrms.Domain.Market;

namespace Etrms.Venue.Market;

/// <summary>Walks the bars of one contract second by second.</summary>
internal sealed class ContractReplay(Instrument instrument, IBarSeries bars, int seed)
{
    /// <summary>Weight of a new bar in the usual minute's volume.</summary>
    private const double VolumeWeight = 0.1;

    private PathStep[] _path = [];
    private int _index;
    private Candle _bar;

    public IBarSeries Bars => bars;

    /// <summary>The step that comes next; null when the data are used up.</summary>
    public PathStep? Next => _index < _path.Length ? _path[_index] : null;

    /// <summary>Base units that trade in a usual minute, from the bars so far.</summary>
    public double MinuteVolume { get; private set; }

    /// <summary>Wide bars have wide spreads.</summary>
    public int SpreadTicks { get; private set; } = 1;

    /// <summary>Stands before the first step later than an instant and hands out the earlier steps of the same bar; false without data.</summary>
    public bool Seek(DateTimeOffset at, out IReadOnlyList<PathStep> passed)
    {
        passed = [];
        if (at < bars.FirstAt || bars.OpenOrNext(at) is not { } bar)
        {
            return false;
        }

        MinuteVolume = 0;
        foreach (var earlier in bars.Between(bar.OpenAt - (bars.Interval * 30), bar.OpenAt))
        {
            LearnVolume(earlier);
        }

        Enter(bar);
        _index = Array.FindIndex(_path, step => step.At > at);
        _index = _index < 0 ? _path.Length : _index;
        passed = new ArraySegment<PathStep>(_path, 0, _index);
        MoveOnWhenDone();
        return true;
    }

    public void Advance()
    {
        _index++;
        MoveOnWhenDone();
    }

    private void MoveOnWhenDone()
    {
        if (_index >= _path.Length && bars.OpenOrNext(_bar.OpenAt + bars.Interval) is { } next)
        {
            Enter(next);
        }
    }

    private void Enter(Candle bar)
    {
        _bar = bar;
        _path = BarPath.Draw(instrument, bar, bars.Interval, seed);
        _index = 0;
        LearnVolume(bar);
        SpreadTicks = (int)Math.Clamp((bar.High - bar.Low) / instrument.TickSize / 200, 1, 50);
    }

    private void LearnVolume(Candle bar)
    {
        var perMinute = (double)bar.Volume / bars.Interval.TotalMinutes;
        MinuteVolume = MinuteVolume == 0 ? perMinute : ((1 - VolumeWeight) * MinuteVolume) + (VolumeWeight * perMinute);
    }
}
