using static Etrms.Domain.Assistant.Setups.Candlesticks.CandlePattern;
using static Etrms.Domain.Assistant.Setups.Candlesticks.CandleSignal;
using static Etrms.Domain.Assistant.Setups.Candlesticks.Candlestick;

namespace Etrms.Domain.Assistant.Setups.Candlesticks;

/// <summary>Patterns of three candles; c[0] is the newest, c[2] the oldest.</summary>
internal static class CandleTriples
{
    public static IEnumerable<CandlePattern> All =>
    [
        Of("CDL2CROWS", "Two crows", 12, (c, _) =>
            When(c[2].IsWhite && c[2].IsLong && c[1].IsBlack && c[1].GapsUpFrom(c[2]) && c[0].IsBlack && c[1].Holds(c[0].Open) && c[2].Holds(c[0].Close), -1)),
        Of("CDL3INSIDE", "Three inside up or down", 12, (c, _) =>
            When(c[2].IsLong && !c[1].IsLong && c[1].IsWithin(c[2]) && c[0].Color == -c[2].Color && IsBeyond(c[0].Close, c[2].Open, -c[2].Color), -c[2].Color)),
        Of("CDL3OUTSIDE", "Three outside up or down", 3, (c, _) =>
            When(c[1].Color == -c[2].Color && c[2].IsWithin(c[1]) && IsBeyond(c[0].Close, c[1].Close, c[1].Color), c[1].Color)),
        Of("CDL3STARSINSOUTH", "Three stars in the south", 12, (c, _) => When(AreStarsInTheSouth(c))),
        Of("CDL3WHITESOLDIERS", "Three advancing white soldiers", 12, (c, _) => When(AreSoldiers(c))),
        Of("CDLABANDONEDBABY", "Abandoned baby", 12, (c, penetration) =>
            When(c[1].IsDoji && c[1].LeapsFrom(c[2], c[2].Color) && c[0].LeapsFrom(c[1], -c[2].Color) && TurnsBack(c, penetration), c[0].Color), penetration: 0.3),
        Of("CDLADVANCEBLOCK", "Advance block", 12, (c, _) => When(IsAdvanceBlock(c), -1)),
        Of("CDLEVENINGDOJISTAR", "Evening doji star", 12, (c, penetration) =>
            When(c[2].IsWhite && c[1].IsDoji && c[1].GapsUpFrom(c[2]) && TurnsBack(c, penetration), -1), penetration: 0.3),
        Of("CDLEVENINGSTAR", "Evening star", 12, (c, penetration) =>
            When(c[2].IsWhite && !c[1].IsLong && c[1].GapsUpFrom(c[2]) && TurnsBack(c, penetration), -1), penetration: 0.3),
        Of("CDLGAPSIDESIDEWHITE", "Side by side white lines after a gap", 7, (c, _) => SideBySide(c)),
        Of("CDLIDENTICAL3CROWS", "Identical three crows", 12, (c, _) => When(AreIdenticalCrows(c), -1)),
        Of("CDLMORNINGDOJISTAR", "Morning doji star", 12, (c, penetration) =>
            When(c[2].IsBlack && c[1].IsDoji && c[1].GapsDownFrom(c[2]) && TurnsBack(c, penetration)), penetration: 0.3),
        Of("CDLMORNINGSTAR", "Morning star", 12, (c, penetration) =>
            When(c[2].IsBlack && !c[1].IsLong && c[1].GapsDownFrom(c[2]) && TurnsBack(c, penetration)), penetration: 0.3),
        Of("CDLSTALLEDPATTERN", "Stalled pattern", 12, (c, _) => When(IsStalled(c), -1)),
        Of("CDLSTICKSANDWICH", "Stick sandwich", 7, (c, _) =>
            When(c[2].IsBlack && c[1].IsWhite && c[0].IsBlack && c[1].Low > c[2].Close && AreSame(c[0].Close, c[2].Close, c[2].Equal))),
        Of("CDLTASUKIGAP", "Tasuki gap", 7, (c, _) => When(IsTasukiGap(c), c[1].Color)),
        Of("CDLTRISTAR", "Tristar", 12, (c, _) => Tristar(c)),
        Of("CDLUNIQUE3RIVER", "Unique three river", 12, (c, _) =>
            When(c[2].IsLong && c[2].IsBlack && c[1].IsBlack && c[1].Close > c[2].Close && c[1].Open <= c[2].Open && c[1].Low < c[2].Low
                && c[0].IsSmall && c[0].IsWhite && c[0].Open > c[1].Low)),
        Of("CDLUPSIDEGAP2CROWS", "Upside gap two crows", 12, (c, _) =>
            When(c[2].IsWhite && c[2].IsLong && c[1].IsBlack && !c[1].IsLong && c[1].GapsUpFrom(c[2])
                && c[0].IsBlack && c[0].Open > c[1].Open && c[0].Close < c[1].Close && c[0].Close > c[2].Close, -1)),
        Of("CDLXSIDEGAP3METHODS", "Gap three methods", 2, (c, _) =>
            When(c[2].Color == c[1].Color && c[1].Color == -c[0].Color && c[1].Holds(c[0].Open) && c[2].Holds(c[0].Close)
                && c[1].GapsFrom(c[2], c[2].Color), c[2].Color)),
    ];

    /// <summary>One price lies beyond another, up or down as the sign says.</summary>
    private static bool IsBeyond(double price, double other, int sign) => sign > 0 ? price > other : price < other;

    /// <summary>After a long candle one of the other color, not short, closes well into its body.</summary>
    private static bool TurnsBack(CandleStory c, double penetration) =>
        c[2].IsLong && c[0].IsLong && c[0].Color == -c[2].Color
        && IsBeyond(c[0].Close, c[2].Close - (c[2].Color * c[2].Body * penetration), -c[2].Color);

    private static bool AreStarsInTheSouth(CandleStory c) =>
        c[2].IsBlack && c[1].IsBlack && c[0].IsBlack
        && c[2].IsLong && c[2].HasLongLower
        && c[1].Body < c[2].Body && c[1].Open > c[2].Close && c[1].Open <= c[2].High && c[1].Low < c[2].Close && c[1].Low >= c[2].Low && c[1].HasLower
        && c[0].IsSmall && c[0].LacksLower && c[0].LacksUpper && c[0].Low > c[1].Low && c[0].High < c[1].High;

    /// <summary>Three white candles, each opening in or near the body before and closing higher.</summary>
    private static bool IsAdvance(CandleStory c) =>
        c[2].IsWhite && c[1].IsWhite && c[0].IsWhite && c[0].Close > c[1].Close && c[1].Close > c[2].Close
        && c[1].Open > c[2].Open && c[1].Open <= c[2].Close + c[2].Near && c[0].Open > c[1].Open && c[0].Open <= c[1].Close + c[1].Near;

    private static bool AreSoldiers(CandleStory c) =>
        IsAdvance(c) && c[2].LacksUpper && c[1].LacksUpper && c[0].LacksUpper
        && c[1].Body > c[2].Body - c[2].Far && c[0].Body > c[1].Body - c[1].Far && c[0].IsLong;

    private static bool IsAdvanceBlock(CandleStory c) =>
        IsAdvance(c) && c[2].IsLong && c[2].UpperShadow < c[2].AverageShadow
        && ((c[1].Body < c[2].Body - c[2].Far && c[0].Body < c[1].Body + c[1].Near)
            || c[0].Body < c[1].Body - c[1].Far
            || (c[0].Body < c[1].Body && c[1].Body < c[2].Body
                && (c[0].UpperShadow > c[0].AverageShadow || c[1].UpperShadow > c[1].AverageShadow))
            || (c[0].Body < c[1].Body && c[0].HasLongUpper));

    private static bool IsStalled(CandleStory c) =>
        c[2].IsWhite && c[1].IsWhite && c[0].IsWhite && c[0].Close > c[1].Close && c[1].Close > c[2].Close
        && c[2].IsLong && c[1].IsLong && c[1].LacksUpper && c[1].Open > c[2].Open && c[1].Open <= c[2].Close + c[2].Near
        && c[0].IsSmall && c[0].Open >= c[1].Close - c[0].Body - c[1].Near;

    private static bool AreIdenticalCrows(CandleStory c) =>
        c[2].IsBlack && c[2].LacksLower && c[1].IsBlack && c[1].LacksLower && c[0].IsBlack && c[0].LacksLower
        && c[2].Close > c[1].Close && c[1].Close > c[0].Close
        && AreSame(c[1].Open, c[2].Close, c[2].Equal) && AreSame(c[0].Open, c[1].Close, c[1].Equal);

    private static int SideBySide(CandleStory c)
    {
        var gap = c[1].GapsUpFrom(c[2]) && c[0].GapsUpFrom(c[2]) ? 1 : c[1].GapsDownFrom(c[2]) && c[0].GapsDownFrom(c[2]) ? -1 : 0;
        return When(c[1].IsWhite && c[0].IsWhite && AreSame(c[0].Body, c[1].Body, c[1].Near) && AreSame(c[0].Open, c[1].Open, c[1].Equal), gap);
    }

    /// <summary>A gap that the third candle only half closes, of about the size of the second.</summary>
    private static bool IsTasukiGap(CandleStory c)
    {
        var sign = c[1].Color;
        return c[1].GapsFrom(c[2], sign) && c[0].Color == -sign && c[1].Holds(c[0].Open)
            && IsBeyond(c[0].Close, c[1].Open, -sign) && IsBeyond(c[0].Close, sign > 0 ? c[2].Top : c[2].Bottom, sign)
            && Math.Abs(c[1].Body - c[0].Body) < c[1].Near;
    }

    /// <summary>Three dojis by what was usual before the first, the middle one gapping away.</summary>
    private static int Tristar(CandleStory c)
    {
        var sliver = c[2].Sliver;
        return c[2].Body > sliver || c[1].Body > sliver || c[0].Body > sliver ? 0
            : c[1].GapsUpFrom(c[2]) && c[0].Top < c[1].Top ? -Full
            : When(c[1].GapsDownFrom(c[2]) && c[0].Bottom > c[1].Bottom);
    }
}
