using Etrms.Domain.Market;
using Etrms.Domain.Market.History;

namespace Etrms.Domain.Backtesting.Reports;

/// <summary>A series as a run used it, with what it is good for.</summary>
/// <param name="Source">Null when it came from a file.</param>
/// <param name="Certificate">Over the rows that were used, and no others.</param>
public sealed record SeriesUse(InstrumentId Instrument, SeriesKind Kind, Timeframe? Timeframe, SeriesSource? Source, SeriesCertificate Certificate)
{
    /// <summary>The longest time between two settlements of a venue.</summary>
    private static readonly TimeSpan LongestFundingStep = TimeSpan.FromHours(8);

    /// <summary>Certifies the candles of a range.</summary>
    public static SeriesUse Of(CandleSeries candles, SeriesKind kind, SeriesSource? source, TimeRange range)
    {
        var timeframe = Domain.Market.History.Timeframe.Of(candles.Step);
        using var builder = CertificateBuilder.ForCandles(timeframe, hasVolume: kind != SeriesKind.Mark);
        var used = candles.Between(range.Start, range.End);
        for (var i = 0; i < used.Count; i++)
        {
            builder.Add(used[i]);
        }

        return new SeriesUse(candles.Instrument, kind, timeframe, source, builder.Finish());
    }

    /// <summary>Certifies the funding of a range.</summary>
    public static SeriesUse Of(InstrumentId instrument, IEnumerable<FundingRate> rates, SeriesSource? source, TimeRange range)
    {
        using var builder = CertificateBuilder.ForFunding(LongestFundingStep);
        foreach (var rate in rates.Where(rate => rate.At >= range.Start && rate.At < range.End))
        {
            builder.Add(rate);
        }

        return new SeriesUse(instrument, SeriesKind.Funding, null, source, builder.Finish());
    }
}
