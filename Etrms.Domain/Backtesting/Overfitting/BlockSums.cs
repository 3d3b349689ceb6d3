namespace Etrms.Domain.Backtesting.Overfitting;

/// <summary>Mean and squared deviations of a series block by block, so that the ratio over any choice of blocks costs one pass over blocks.</summary>
internal sealed class BlockSums
{
    private readonly double[] _means;
    private readonly double[] _squares;
    private readonly int _size;

    private BlockSums(double[] means, double[] squares, int size) => (_means, _squares, _size) = (means, squares, size);

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

        return new BlockSums(means, squares, size);
    }

    /// <summary>mean / std(n - 1) over the blocks whose bits are set; 0 without variance.</summary>
    public double Ratio(int bits)
    {
        var (count, mean) = (0, 0.0);
        for (var block = 0; block < _means.Length; block++)
        {
            if ((bits & (1 << block)) != 0)
            {
                count++;
                mean += _means[block];
            }
        }

        mean /= count;
        var squares = 0.0;
        for (var block = 0; block < _means.Length; block++)
        {
            if ((bits & (1 << block)) != 0)
            {
                squares += _squares[block] + (_size * (_means[block] - mean) * (_means[block] - mean));
            }
        }

        var deviation = Math.Sqrt(squares / ((count * _size) - 1));
        return deviation == 0 ? 0 : mean / deviation;
    }
}
