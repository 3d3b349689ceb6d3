namespace Etrms.Domain.Assistant.Setups.Candlesticks;

/// <summary>Judges the newest candles: 0, or the direction of the signal.</summary>
/// <param name="penetration">Share of a body that a later candle must close into, where the pattern asks for it.</param>
internal delegate int CandleRule(CandleStory c, double penetration);

/// <summary>A candlestick pattern.</summary>
public sealed class CandlePattern
{
    internal CandlePattern(string code, string title, int first, Func<CandleRule> start) =>
        (Code, Title, First, Start) = (code, title, first, start);

    /// <summary>TA-Lib's name.</summary>
    public string Code { get; }

    /// <summary>What traders call it.</summary>
    public string Title { get; }

    /// <summary>Index of the first bar at which it can be decided.</summary>
    public int First { get; }

    /// <summary>Default share of a body that a later candle must close into; null when the pattern asks for none.</summary>
    public double? Penetration { get; private init; }

    /// <summary>A rule that has seen no candle yet: two of them remember a pattern until it is confirmed.</summary>
    internal Func<CandleRule> Start { get; }

    internal static CandlePattern Of(string code, string title, int first, CandleRule rule, double? penetration = null) =>
        new(code, title, first, () => rule) { Penetration = penetration };
}

/// <summary>Strength of a signal, with the sign of its direction.</summary>
internal static class CandleSignal
{
    public const int Full = 100;

    /// <summary>One end of the bodies is exactly the same, as newer versions of TA-Lib tell.</summary>
    public const int Touching = 80;

    public const int Confirmed = 200;

    /// <summary>A full signal of a direction when a condition holds.</summary>
    public static int When(bool isSeen, int direction = 1) => isSeen ? Full * direction : 0;
}
