using Etrms.Domain.Analysis.Indicators;

namespace Etrms.Domain.Assistant.Setups.Candlesticks;

/// <summary>
/// A candle and what counts as long, short or near at it, by the averages of the candles before: TA-Lib's candle settings.
/// </summary>
/// <param name="AverageBody">Of the 10 bodies before.</param>
/// <param name="AverageShadow">Of the 10 pairs of shadows before, per shadow.</param>
/// <param name="Sliver">A tenth of the average range of the 10 candles before: a body not above it is a doji's, a shadow below it is none.</param>
/// <param name="AverageRange">Of the 5 candles before.</param>
internal readonly record struct Candlestick(Ohlcv Bar, double AverageBody, double AverageShadow, double Sliver, double AverageRange)
{
    public double Open => Bar.Open;

    public double High => Bar.High;

    public double Low => Bar.Low;

    public double Close => Bar.Close;

    /// <summary>Upper end of the body.</summary>
    public double Top => Math.Max(Open, Close);

    /// <summary>Lower end of the body.</summary>
    public double Bottom => Math.Min(Open, Close);

    public double Body => Math.Abs(Close - Open);

    public double UpperShadow => High - Top;

    public double LowerShadow => Bottom - Low;

    /// <summary>1 when it closed not below its open, else -1.</summary>
    public int Color => IsWhite ? 1 : -1;

    public bool IsWhite => Close >= Open;

    public bool IsBlack => !IsWhite;

    /// <summary>Its body is longer than usual.</summary>
    public bool IsLong => Body > AverageBody;

    /// <summary>Its body is smaller than usual; neither long nor small when it is as usual.</summary>
    public bool IsSmall => Body < AverageBody;

    public bool IsDoji => Body <= Sliver;

    public bool HasUpper => UpperShadow > Sliver;

    public bool HasLower => LowerShadow > Sliver;

    public bool LacksUpper => UpperShadow < Sliver;

    public bool LacksLower => LowerShadow < Sliver;

    public bool HasShortShadows => UpperShadow < AverageShadow && LowerShadow < AverageShadow;

    public bool HasLongUpper => UpperShadow > Body;

    public bool HasLongLower => LowerShadow > Body;

    /// <summary>A long body without shadows.</summary>
    public bool IsMarubozu => IsLong && LacksUpper && LacksLower;

    /// <summary>A long body that opened at its end: no lower shadow when white, no upper one when black.</summary>
    public bool IsBeltHold => IsLong && (IsWhite ? LacksLower : LacksUpper);

    /// <summary>What still counts as close by.</summary>
    public double Near => 0.2 * AverageRange;

    public double Far => 0.6 * AverageRange;

    /// <summary>What still counts as the same price.</summary>
    public double Equal => 0.05 * AverageRange;

    /// <summary>The whole body lies above the other's.</summary>
    public bool GapsUpFrom(in Candlestick other) => Bottom > other.Top;

    public bool GapsDownFrom(in Candlestick other) => Top < other.Bottom;

    /// <summary>The whole body lies beyond the other's, up or down as the sign says.</summary>
    public bool GapsFrom(in Candlestick other, int sign) => sign > 0 ? GapsUpFrom(other) : GapsDownFrom(other);

    /// <summary>The whole range lies beyond the other's, up or down as the sign says.</summary>
    public bool LeapsFrom(in Candlestick other, int sign) => sign > 0 ? Low > other.High : High < other.Low;

    /// <summary>The body lies within the other's, not touching its ends.</summary>
    public bool IsWithin(in Candlestick other) => Top < other.Top && Bottom > other.Bottom;

    /// <summary>The same, or touching them.</summary>
    public bool IsWithinOrTouches(in Candlestick other) => Top <= other.Top && Bottom >= other.Bottom;

    /// <summary>The price lies inside the body.</summary>
    public bool Holds(double price) => price < Top && price > Bottom;

    public static bool AreSame(double one, double other, double tolerance) => one <= other + tolerance && one >= other - tolerance;
}
