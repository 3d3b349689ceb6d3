using System.Collections.Immutable;

namespace Etrms.Domain.Backtesting.Overfitting;

/// <summary>Mean and squared deviations of a series block by block, so that the ratio over any choice of blocks costs one pass over blocks.</summary>
/// <param name="Means">A mean for each block.</param>
/// <param name="Squares">Sums of the squared deviations from it.</param>
/// <param name="Size">Periods of a block.</param>
public sealed record BlockSums(ImmutableArray<double> Means, ImmutableArray<double> Squares, int Size)
{
    public static BlockSums Of(double[] series, int blocks)
    {
        var size = series.Length / blocks;
        var (means, squares) = (new double[blocks], new double[blocks]);
        for (var block = 0; block < blocks; block++)
        {
            var values = series.AsSpan(block * size, size);
            foreach (var value in values)
            {
                means[block] += value / size;
            }

            foreach (var value in values)
            {
                squares[block] += (value - means[block]) * (value - means[block]);
            }
        }

        return new BlockSums([.. means], [.. squares], size);
    }

    /// <summary>mean / std(n - 1) over the blocks whose bits are set; 0 without variance.</summary>
    internal double Ratio(int bits)
    {
        var (count, mean) = (0, 0.0);
        for (var block = 0; block < Means.Length; block++)
        {
            if ((bits & (1 << block)) != 0)
            {
                count++;
                mean += Means[block];
            }
        }

        mean /= count;
        var squares = 0.0;
        for (var block = 0; block < Means.Length; block++)
        {
            if ((bits & (1 << block)) != 0)
            {
                squares += Squares[block] + (Size * (Means[block] - mean) * (Means[block] - mean));
            }
        }

        var deviation = Math.Sqrt(squares / ((count * Size) - 1));
        return deviation == 0 ? 0 : mean / deviation;
    }
}
