using System.Collections.Immutable;
using Etrms.Domain.Market;

namespace Etrms.Domain.Backtesting.Reports;

/// <summary>Names the state of the market candle by candle, each from what was known at its close.</summary>
public interface IRegimeLabels
{
    /// <summary>What the labels mean, in one sentence.</summary>
    string Convention { get; }

    /// <summary>A label for every candle; null where it cannot be told yet.</summary>
    ImmutableArray<string?> Of(CandleSeries candles);
}
