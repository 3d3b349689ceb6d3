namespace Etrms.Domain.Analysis.Indicators.Averages;

/// <summary>Triangular moving average (TRIMA): a simple average of simple averages, heaviest in the middle of the window.</summary>
public sealed class TriangularAverage(int period) : ValueIndicator
{
    private readonly SimpleAverage _first = new((period + 1) / 2);
    private readonly SimpleAverage _second = new((period / 2) + 1);

    public override double? Next(double value) => _first.Next(value) is { } average ? _second.Next(average) : null;
}
