using static Etrms.Domain.Assistant.Setups.Candlesticks.CandlePattern;
using static Etrms.Domain.Assistant.Setups.Candlesticks.CandleSignal;

namespace Etrms.Domain.Assistant.Setups.Candlesticks;

/// <summary>Patterns of four and more candles; c[0] is the newest.</summary>
internal static class LongPatterns
{
    public static IEnumerable<CandlePattern> All =>
    [
        Of("CDL3BLACKCROWS", "Three black crows", 13, (c, _) => When(AreCrows(c), -1)),
        Of("CDL3LINESTRIKE", "Three line strike", 8, (c, _) => When(IsLineStrike(c), c[1].Color)),
        Of("CDLBREAKAWAY", "Breakaway", 14, (c, _) => When(IsBreakaway(c), c[0].Color)),
        Of("CDLCONCEALBABYSWALL", "Concealing baby swallow", 13, (c, _) => When(IsConcealed(c))),
        new CandlePattern("CDLHIKKAKE", "Hikkake", 5, () => new Hikkake(isModified: false).Next),
        new CandlePattern("CDLHIKKAKEMOD", "Modified hikkake", 10, () => new Hikkake(isModified: true).Next),
        Of("CDLLADDERBOTTOM", "Ladder bottom", 14, (c, _) => When(IsLadderBottom(c))),
        Of("CDLMATHOLD", "Mat hold", 14, (c, penetration) => When(IsMatHold(c, penetration)), penetration: 0.5),
        Of("CDLRISEFALL3METHODS", "Rising or falling three methods", 14, (c, _) => When(AreThreeMethods(c), c[4].Color)),
    ];

    private static bool AreCrows(CandleStory c) =>
        c[3].IsWhite && c[2].IsBlack && c[2].LacksLower && c[1].IsBlack && c[1].LacksLower && c[0].IsBlack && c[0].LacksLower
        && c[2].Holds(c[1].Open) && c[1].Holds(c[0].Open) && c[3].High > c[2].Close && c[2].Close > c[1].Close && c[1].Close > c[0].Close;

    /// <summary>Three of one color in a row, and one of the other that takes all of it back.</summary>
    private static bool IsLineStrike(CandleStory c)
    {
        var sign = c[1].Color;
        return c[3].Color == sign && c[2].Color == sign && c[0].Color == -sign
            && c[2].Open >= c[3].Bottom - c[3].Near && c[2].Open <= c[3].Top + c[3].Near
            && c[1].Open >= c[2].Bottom - c[2].Near && c[1].Open <= c[2].Top + c[2].Near
            && sign * (c[1].Close - c[2].Close) > 0 && sign * (c[2].Close - c[3].Close) > 0
            && sign * (c[0].Open - c[1].Close) > 0 && sign * (c[0].Close - c[3].Open) < 0;
    }

    private static bool IsBreakaway(CandleStory c)
    {
        var sign = c[4].Color;
        return c[4].IsLong && c[3].Color == sign && c[1].Color == sign && c[0].Color == -sign && c[3].GapsFrom(c[4], sign)
            && sign * (c[2].High - c[3].High) > 0 && sign * (c[2].Low - c[3].Low) > 0
            && sign * (c[1].High - c[2].High) > 0 && sign * (c[1].Low - c[2].Low) > 0
            && sign * (c[0].Close - c[3].Open) < 0 && sign * (c[0].Close - c[4].Close) > 0;
    }

    private static bool IsConcealed(CandleStory c) =>
        c[3].IsBlack && c[2].IsBlack && c[1].IsBlack && c[0].IsBlack
        && c[3].LacksLower && c[3].LacksUpper && c[2].LacksLower && c[2].LacksUpper
        && c[1].GapsDownFrom(c[2]) && c[1].HasUpper && c[1].High > c[2].Close && c[0].High > c[1].High && c[0].Low < c[1].Low;

    private static bool IsLadderBottom(CandleStory c) =>
        c[4].IsBlack && c[3].IsBlack && c[2].IsBlack && c[4].Open > c[3].Open && c[3].Open > c[2].Open
        && c[4].Close > c[3].Close && c[3].Close > c[2].Close
        && c[1].IsBlack && c[1].HasUpper && c[0].IsWhite && c[0].Open > c[1].Open && c[0].Close > c[1].High;

    private static bool IsMatHold(CandleStory c, double penetration)
    {
        var floor = c[4].Close - (c[4].Body * penetration);
        return c[4].IsLong && c[3].IsSmall && c[2].IsSmall && c[1].IsSmall && c[4].IsWhite && c[3].IsBlack && c[0].IsWhite && c[3].GapsUpFrom(c[4])
            && c[2].Bottom < c[4].Close && c[1].Bottom < c[4].Close && c[2].Bottom > floor && c[1].Bottom > floor
            && c[2].Top < c[3].Open && c[1].Top < c[2].Top
            && c[0].Open > c[1].Close && c[0].Close > Math.Max(Math.Max(c[3].High, c[2].High), c[1].High);
    }

    private static bool AreThreeMethods(CandleStory c)
    {
        var sign = c[4].Color;
        return c[4].IsLong && c[3].IsSmall && c[2].IsSmall && c[1].IsSmall && c[0].IsLong
            && c[3].Color == -sign && c[2].Color == -sign && c[1].Color == -sign && c[0].Color == sign
            && Touches(c[3], c[4]) && Touches(c[2], c[4]) && Touches(c[1], c[4])
            && sign * c[2].Close < sign * c[3].Close && sign * c[1].Close < sign * c[2].Close
            && sign * c[0].Open > sign * c[1].Close && sign * c[0].Close > sign * c[4].Close;
    }

    /// <summary>A part of the body lies in the other's range.</summary>
    private static bool Touches(in Candlestick candle, in Candlestick other) => candle.Bottom < other.High && candle.Top > other.Low;
}
