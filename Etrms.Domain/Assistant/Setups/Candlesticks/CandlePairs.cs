using static Etrms.Domain.Assistant.Setups.Candlesticks.CandlePattern;
using static Etrms.Domain.Assistant.Setups.Candlesticks.CandleSignal;
using static Etrms.Domain.Assistant.Setups.Candlesticks.Candlestick;

namespace Etrms.Domain.Assistant.Setups.Candlesticks;

/// <summary>Patterns of two candles; c[0] is the newer one.</summary>
internal static class CandlePairs
{
    public static IEnumerable<CandlePattern> All =>
    [
        Of("CDLCOUNTERATTACK", "Counterattack", 11, (c, _) =>
            When(AreOpposite(c) && c[1].IsLong && c[0].IsLong && AreSame(c[0].Close, c[1].Close, c[1].Equal), c[0].Color)),
        Of("CDLDARKCLOUDCOVER", "Dark cloud cover", 11, (c, penetration) =>
            When(c[1].IsWhite && c[1].IsLong && c[0].IsBlack && c[0].Open > c[1].High
                && c[0].Close > c[1].Open && c[0].Close < c[1].Close - (c[1].Body * penetration), -1), penetration: 0.5),
        Of("CDLDOJISTAR", "Doji star", 11, (c, _) => When(c[1].IsLong && c[0].IsDoji && c[0].GapsFrom(c[1], c[1].Color), -c[1].Color)),
        Of("CDLENGULFING", "Engulfing", 2, (c, _) => Engulfing(c)),
        Of("CDLHAMMER", "Hammer", 11, (c, _) => When(IsHammer(c[0]) && c[0].Bottom <= c[1].Low + c[1].Near)),
        Of("CDLHANGINGMAN", "Hanging man", 11, (c, _) => When(IsHammer(c[0]) && c[0].Bottom >= c[1].High - c[1].Near, -1)),
        Of("CDLHARAMI", "Harami", 11, (c, _) => c[1].IsLong && !c[0].IsLong ? Inside(c) : 0),
        Of("CDLHARAMICROSS", "Harami cross", 11, (c, _) => c[1].IsLong && c[0].IsDoji ? Inside(c) : 0),
        Of("CDLHOMINGPIGEON", "Homing pigeon", 11, (c, _) =>
            When(c[1].IsBlack && c[0].IsBlack && c[1].IsLong && !c[0].IsLong && c[0].Open < c[1].Open && c[0].Close > c[1].Close)),
        Of("CDLINNECK", "In-neck", 11, (c, _) =>
            When(IsRebound(c) && c[0].Close <= c[1].Close + c[1].Equal && c[0].Close >= c[1].Close, -1)),
        Of("CDLINVERTEDHAMMER", "Inverted hammer", 11, (c, _) => When(IsInverted(c[0]) && c[0].GapsDownFrom(c[1]))),
        Of("CDLKICKING", "Kicking", 11, (c, _) => When(IsKicking(c), c[0].Color)),
        Of("CDLKICKINGBYLENGTH", "Kicking, by the longer marubozu", 11, (c, _) =>
            When(IsKicking(c), c[0].Body > c[1].Body ? c[0].Color : c[1].Color)),
        Of("CDLMATCHINGLOW", "Matching low", 6, (c, _) => When(c[1].IsBlack && c[0].IsBlack && AreSame(c[0].Close, c[1].Close, c[1].Equal))),
        Of("CDLONNECK", "On-neck", 11, (c, _) => When(IsRebound(c) && AreSame(c[0].Close, c[1].Low, c[1].Equal), -1)),
        Of("CDLPIERCING", "Piercing", 11, (c, _) =>
            When(IsRebound(c) && c[0].IsLong && c[0].Close < c[1].Open && c[0].Close > c[1].Close + (c[1].Body * 0.5))),
        Of("CDLSEPARATINGLINES", "Separating lines", 11, (c, _) =>
            When(AreOpposite(c) && AreSame(c[0].Open, c[1].Open, c[1].Equal) && c[0].IsBeltHold, c[0].Color)),
        Of("CDLSHOOTINGSTAR", "Shooting star", 11, (c, _) => When(IsInverted(c[0]) && c[0].GapsUpFrom(c[1]), -1)),
        Of("CDLTHRUSTING", "Thrusting", 11, (c, _) =>
            When(IsRebound(c) && c[0].Close > c[1].Close + c[1].Equal && c[0].Close <= c[1].Close + (c[1].Body * 0.5), -1)),
    ];

    private static bool AreOpposite(CandleStory c) => c[1].Color == -c[0].Color;

    /// <summary>A long black candle, and a white one that opens below its low.</summary>
    private static bool IsRebound(CandleStory c) => c[1].IsBlack && c[1].IsLong && c[0].IsWhite && c[0].Open < c[1].Low;

    private static bool IsHammer(in Candlestick candle) => candle.IsSmall && candle.HasLongLower && candle.LacksUpper;

    private static bool IsInverted(in Candlestick candle) => candle.IsSmall && candle.HasLongUpper && candle.LacksLower;

    /// <summary>Two marubozus of opposite color with a gap between.</summary>
    private static bool IsKicking(CandleStory c) =>
        AreOpposite(c) && c[1].IsMarubozu && c[0].IsMarubozu && c[0].LeapsFrom(c[1], c[0].Color);

    private static int Engulfing(CandleStory c)
    {
        if (!AreOpposite(c) || !c[1].IsWithinOrTouches(c[0]) || (c[0].Top.Equals(c[1].Top) && c[0].Bottom.Equals(c[1].Bottom)))
        {
            return 0;
        }

        return c[0].Color * (c[1].IsWithin(c[0]) ? Full : Touching);
    }

    private static int Inside(CandleStory c) =>
        -c[1].Color * (c[0].IsWithin(c[1]) ? Full : c[0].IsWithinOrTouches(c[1]) ? Touching : 0);
}
