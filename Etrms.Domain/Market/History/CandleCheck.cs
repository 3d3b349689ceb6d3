namespace Etrms.Domain.Market.History;

/// <summary>Whether the five values of a candle can be true together.</summary>
public static class CandleCheck
{
    /// <summary>What is wrong, for a person; null when nothing is.</summary>
    public static string? FaultOf(in Candle candle)
    {
        if (candle.Low <= 0)
        {
            return $"the low {candle.Low} is not above zero";
        }

        if (candle.High < Math.Max(candle.Open, candle.Close))
        {
            return $"the high {candle.High} lies below the open {candle.Open} or the close {candle.Close}";
        }

        if (candle.Low > Math.Min(candle.Open, candle.Close))
        {
            return $"the low {candle.Low} lies above the open {candle.Open} or the close {candle.Close}";
        }

        return candle.Volume < 0 ? $"the volume {candle.Volume} is negative" : null;
    }
}
