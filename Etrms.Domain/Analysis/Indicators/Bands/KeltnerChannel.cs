using Etrms.Domain.Analysis.Indicators.Averages;
using Etrms.Domain.Analysis.Indicators.Trend;

namespace Etrms.Domain.Analysis.Indicators.Bands;

/// <summary>Keltner channel as Raschke draws it: exponential average and so many average true ranges to both sides.</summary>
public sealed class KeltnerChannel(int period = 20, double multiplier = 2, int rangePeriod = 10) : IIndicator
{
    private readonly ExponentialAverage _average = new(period);
    private readonly AverageTrueRange _range = new(rangePeriod);

    public ChannelReading? Next(in Ohlcv bar)
    {
        var (average, range) = (_average.Next(bar.Close), _range.Next(bar).Average);
        if (average is not { } middle || range is not { } unit)
        {
            return null;
        }

        var reach = multiplier * unit;
        return new ChannelReading(middle + reach, middle, middle - reach, middle > 0 ? 2 * reach / middle : null);
    }

    void IIndicator.Next(in Ohlcv bar, Span<double> outputs) => ChannelReading.Write(Next(bar), outputs);
}
