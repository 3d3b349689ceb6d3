using Etrms.Domain.Analysis.Indicators.Windows;

namespace Etrms.Domain.Analysis.Indicators.Volume;

/// <summary>Volume weighted average of the typical price (VWAP) since the start or the last restart; null until something traded.</summary>
/// <param name="barsPerSession">It starts again after so many bars; 0 for never.</param>
public sealed class VolumeWeightedPrice(int barsPerSession = 0) : BarIndicator
{
    private double _money;
    private double _volume;
    private int _bars;

    public override double? Next(in Ohlcv bar)
    {
        if (barsPerSession > 0 && _bars == barsPerSession)
        {
            Restart();
        }

        _bars++;
        _money += bar.Typical * bar.Volume;
        _volume += bar.Volume;
        return _volume > 0 ? _money / _volume : null;
    }

    /// <summary>Begins a new session with the next bar.</summary>
    public void Restart() => (_money, _volume, _bars) = (0, 0, 0);
}

/// <summary>Volume weighted moving average of closes (VWMA); null where nothing traded.</summary>
public sealed class VolumeWeightedAverage(int period = 20) : BarIndicator
{
    private RollingSum _money = new(period);
    private RollingSum _volume = new(period);

    public override double? Next(in Ohlcv bar)
    {
        var (money, volume) = (_money.Next(bar.Close * bar.Volume), _volume.Next(bar.Volume));
        return volume > 0 ? money / volume : null;
    }
}
