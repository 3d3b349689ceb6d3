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

    /// <summary>Share of the values below a value, equal ones counted half; there must be values.</summary>
    public double Rank(double value)
    {
        var from = _sorted.BinarySearch(value);
        if (from < 0)
        {
            return (double)~from / Count;
        }

        var to = from;
        while (from > 0 && _sorted[from - 1].Equals(value))
        {
            from--;
        }

        while (to + 1 < Count && _sorted[to + 1].Equals(value))
        {
            to++;
        }

        return (from + to + 1) / 2.0 / Count;
    }

    /// <summary>Median of the sizes of what is made of each value; there must be values.</summary>
    public double MedianDistance(Func<double, double> distance)
    {
        var distances = _sorted.ConvertAll(value => Math.Abs(distance(value)));
        distances.Sort();
        return Middle(distances);
    }

    private static double Middle(List<double> sorted) => (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
}
