using Etrms.Domain.Market.History;

namespace Etrms.Contracts;

/// <summary>What the name of a timeframe says, such as "15m" or "1d".</summary>
public static class TimeframeText
{
    /// <summary>Length of a candle; null when there is no such timeframe.</summary>
    public static TimeSpan? LengthOf(string name) => Timeframe.TryParse(name, out var timeframe) ? timeframe.Length : null;
}
