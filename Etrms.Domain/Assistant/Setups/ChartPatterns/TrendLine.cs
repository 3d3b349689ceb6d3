namespace Etrms.Domain.Assistant.Setups.ChartPatterns;

/// <summary>A straight line of prices over bars.</summary>
internal readonly record struct TrendLine(double Slope, double Offset)
{
    public static TrendLine Through(Extremum left, Extremum right) => Of([left.Bar, right.Bar], [left.Price, right.Price]);

    /// <summary>By least squares, over bars that are not all the same.</summary>
    public static TrendLine Of(IReadOnlyList<double> bars, IReadOnlyList<double> prices)
    {
        var (bar, price) = (bars.Average(), prices.Average());
        var (squares, products) = (0.0, 0.0);
        for (var i = 0; i < bars.Count; i++)
        {
            squares += (bars[i] - bar) * (bars[i] - bar);
            products += (bars[i] - bar) * (prices[i] - price);
        }

        return new TrendLine(products / squares, price - (products / squares * bar));
    }

    public static TrendLine Of(IReadOnlyList<Extremum> points) => Of([.. points.Select(point => point.Bar)], [.. points.Select(point => point.Price)]);

    public double At(double bar) => (Slope * bar) + Offset;

    /// <summary>The farthest that one of the points lies from it.</summary>
    public double Farthest(IReadOnlyList<Extremum> points)
    {
        var line = this;
        return points.Max(point => Math.Abs(point.Price - line.At(point.Bar)));
    }
}
