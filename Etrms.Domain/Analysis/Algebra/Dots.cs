using System.Numerics;

namespace Etrms.Domain.Analysis.Algebra;

/// <summary>Sums of products, several at a time.</summary>
internal static class Dots
{
    public static double Of(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var (sums, at) = (Vector<double>.Zero, 0);
        for (; at <= left.Length - Vector<double>.Count; at += Vector<double>.Count)
        {
            sums += new Vector<double>(left[at..]) * new Vector<double>(right[at..]);
        }

        var sum = Vector.Sum(sums);
        for (; at < left.Length; at++)
        {
            sum += left[at] * right[at];
        }

        return sum;
    }
}
