using System.Collections.Immutable;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>
/// Equity while nothing but the price of the only contract changes: a straight line over whole price units, kept in whole numbers. Digit for digit
/// what wallet + quantity x (price - entry) gives in decimals, trailing zeros included, in a fraction of the time.
/// </summary>
internal readonly struct EquityLine
{
    private const int FinestScale = 28;

    /// <summary>2^94: every part stays below a quarter of what a decimal holds, so that decimals would not have rounded either.</summary>
    private const double Largest = (double)(1UL << 47) * (1UL << 47);

    private static readonly ImmutableArray<Int128> PowersOfTen = [.. Powers()];

    private readonly Int128 _wallet;
    private readonly Int128 _atZero;
    private readonly Int128 _perUnit;
    private readonly long _limit;
    private readonly byte _scale;

    private EquityLine(Int128 wallet, Int128 entry, Int128 perUnit, int scale)
    {
        (_wallet, _atZero, _perUnit, _scale) = (wallet, unchecked(wallet - entry), perUnit, (byte)scale);
        _limit = (long)Math.Min(Largest / Math.Abs((double)perUnit), long.MaxValue / 2);
    }

    /// <summary>A line that knows no price where whole numbers do not hold it.</summary>
    /// <param name="wallet">Cash without unrealised profit.</param>
    /// <param name="quantity">Signed base units, not 0.</param>
    /// <param name="entry">Price at which they were taken.</param>
    /// <param name="priceScale">Decimal places of a price unit.</param>
    public static EquityLine Of(decimal wallet, decimal quantity, decimal entry, int priceScale)
    {
        var differenceScale = Math.Max(priceScale, (int)entry.Scale);
        var profitScale = quantity.Scale + differenceScale;
        var scale = Math.Max(wallet.Scale, profitScale);
        if (profitScale > FinestScale || !IsHeld(wallet, scale) || !IsHeld((double)quantity * (double)entry, scale) || !IsHeld(quantity, scale - priceScale))
        {
            return default;
        }

        unchecked
        {
            var perPrice = Units(quantity) * PowersOfTen[scale - profitScale];
            return new EquityLine(
                Units(wallet) * PowersOfTen[scale - wallet.Scale],
                perPrice * PowersOfTen[differenceScale - entry.Scale] * Units(entry),
                perPrice * PowersOfTen[differenceScale - priceScale],
                scale);
        }
    }

    /// <summary>Equity at a number of price units; false where only decimals tell it.</summary>
    public bool TryFind(long units, out decimal equity)
    {
        equity = 0;
        if (units >= _limit)
        {
            return false;
        }

        unchecked
        {
            var value = _atZero + (_perUnit * units);
            if (value == _wallet || value == 0)
            {
                // A product of 0 has no digits behind the point to hand on.
                return false;
            }

            var isNegative = value < 0;
            var size = (UInt128)(isNegative ? -value : value);
            var low = (ulong)size;
            equity = new decimal((int)low, (int)(low >> 32), (int)(uint)(size >> 64), isNegative, _scale);
            return true;
        }
    }

    private static bool IsHeld(decimal value, int scale) => IsHeld((double)value, scale);

    private static bool IsHeld(double value, int scale) => Math.Abs(value) * (double)PowersOfTen[scale] <= Largest;

    private static Int128 Units(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var size = unchecked(new Int128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]));
        return decimal.IsNegative(value) ? -size : size;
    }

    private static IEnumerable<Int128> Powers()
    {
        Int128 power = 1;
        for (var exponent = 0; exponent <= FinestScale; exponent++, power *= 10)
        {
            yield return power;
        }
    }
}
