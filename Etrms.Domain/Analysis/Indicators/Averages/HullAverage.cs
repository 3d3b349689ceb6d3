namespace Etrms.Domain.Analysis.Indicators.Averages;

/// <summary>Hull moving average (HMA): a weighted average of twice the fast less the slow one; half period and root are cut to whole numbers.</summary>
public sealed class HullAverage(int period) : ValueIndicator
{
    private readonly WeightedAverage _fast = new(Math.Max(period / 2, 1));
    private readonly WeightedAverage _slow = new(period);
    private readonly WeightedAverage _smooth = new((int)Math.Sqrt(period));

    public override double? Next(double value)
    {
        var fast = _fast.Next(value);
        return _slow.Next(value) is { } slow && fast is { } known ? _smooth.Next((2 * known) - slow) : null;
    }
}
