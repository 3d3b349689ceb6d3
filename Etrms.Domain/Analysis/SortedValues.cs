namespace Etrms.Domain.Analysis;

/// <summary>Values kept in order while they come and go; meant for some hundreds.</summary>
internal sealed class SortedValues
{
    private readonly List<double> _sorted = [];

    public int Count => _sorted.Count;

    /// <summary>Null when there are none.</summary>
    public double? Median => Count == 0 ? null : Middle(_sorted);

    public void Add(double value)
    {
        var place = _sorted.BinarySearch(value);
        _sorted.Insert(place < 0 ? ~place : place, value);
    }

    /// <summary>Takes out one value that is in it.</summary>
    public void Remove(double value) => _sorted.RemoveAt(_sorted.BinarySearch(value));

    /// <summary>Median of the distances from a value; there must be values.</summary>
    public double MedianDistance(double from)
    {
        var distances = _sorted.ConvertAll(value => Math.Abs(value - from));
        distances.Sort();
        return Middle(distances);
    }

    private static double Middle(List<double> sorted) => (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
}
