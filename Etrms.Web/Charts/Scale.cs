namespace Etrms.Web.Charts;

/// <summary>A range of values with round ends and evenly spaced steps, mapped to the height of a plot.</summary>
internal sealed record Scale(decimal Low, decimal High, int Steps)
{
    private static readonly decimal[] RoundSteps = [1m, 2m, 2.5m, 5m, 10m];

    /// <summary>The narrowest round range that holds all values.</summary>
    public static Scale Around(decimal low, decimal high, int steps)
    {
        var span = high - low;
        if (span <= 0)
        {
            span = Math.Max(Math.Abs(high) * 0.001m, 1m);
        }

        var rough = span / steps;
        var magnitude = (decimal)Math.Pow(10, Math.Floor(Math.Log10((double)rough)));
        foreach (var candidate in RoundSteps.Append(20m))
        {
            var step = candidate * magnitude;
            var bottom = Math.Floor(low / step) * step;
            if (bottom + (step * steps) >= high)
            {
                return new Scale(bottom, bottom + (step * steps), steps);
            }
        }

        return new Scale(low, low + span, steps);
    }

    /// <summary>From the top down.</summary>
    public IEnumerable<decimal> Labels => Enumerable.Range(0, Steps + 1).Select(index => High - ((High - Low) * index / Steps));

    public double ToY(decimal value) => (double)((High - value) / (High - Low)) * SvgChart.Height;
}
