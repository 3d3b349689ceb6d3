using static Etrms.Domain.Assistant.Setups.Candlesticks.CandlePattern;
using static Etrms.Domain.Assistant.Setups.Candlesticks.CandleSignal;

namespace Etrms.Domain.Assistant.Setups.Candlesticks;

/// <summary>Patterns of one candle.</summary>
internal static class SingleCandles
{
    public static IEnumerable<CandlePattern> All =>
    [
        Of("CDLBELTHOLD", "Belt hold", 10, (c, _) => When(c[0].IsBeltHold, c[0].Color)),
        Of("CDLCLOSINGMARUBOZU", "Closing marubozu", 10, (c, _) =>
            When(c[0].IsLong && (c[0].IsWhite ? c[0].LacksUpper : c[0].LacksLower), c[0].Color)),
        Of("CDLDOJI", "Doji", 10, (c, _) => When(c[0].IsDoji)),
        Of("CDLDRAGONFLYDOJI", "Dragonfly doji", 10, (c, _) => When(c[0].IsDoji && c[0].LacksUpper && c[0].HasLower)),
        Of("CDLGRAVESTONEDOJI", "Gravestone doji", 10, (c, _) => When(c[0].IsDoji && c[0].LacksLower && c[0].HasUpper)),
        Of("CDLHIGHWAVE", "High wave", 10, (c, _) =>
            When(c[0].IsSmall && c[0].UpperShadow > 2 * c[0].Body && c[0].LowerShadow > 2 * c[0].Body, c[0].Color)),
        Of("CDLLONGLEGGEDDOJI", "Long legged doji", 10, (c, _) => When(c[0].IsDoji && (c[0].HasLongLower || c[0].HasLongUpper))),
        Of("CDLLONGLINE", "Long line", 10, (c, _) => When(c[0].IsLong && c[0].HasShortShadows, c[0].Color)),
        Of("CDLMARUBOZU", "Marubozu", 10, (c, _) => When(c[0].IsMarubozu, c[0].Color)),
        Of("CDLRICKSHAWMAN", "Rickshaw man", 10, (c, _) => When(IsRickshawMan(c[0]))),
        Of("CDLSHORTLINE", "Short line", 10, (c, _) => When(c[0].IsSmall && c[0].HasShortShadows, c[0].Color)),
        Of("CDLSPINNINGTOP", "Spinning top", 10, (c, _) => When(c[0].IsSmall && c[0].HasLongUpper && c[0].HasLongLower, c[0].Color)),
        Of("CDLTAKURI", "Takuri", 10, (c, _) => When(c[0].IsDoji && c[0].LacksUpper && c[0].LowerShadow > 2 * c[0].Body)),
    ];

    /// <summary>A doji with long shadows and its body near the middle.</summary>
    private static bool IsRickshawMan(in Candlestick candle)
    {
        var middle = candle.Low + ((candle.High - candle.Low) / 2);
        return candle.IsDoji && candle.HasLongLower && candle.HasLongUpper
            && candle.Bottom <= middle + candle.Near && candle.Top >= middle - candle.Near;
    }
}
