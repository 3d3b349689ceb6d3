namespace Etrms.Domain.Backtesting.Performance;

/// <summary>Puts single values of a sample where sorting would put them, and leaves the rest in any order on either side (Hoare 1961).</summary>
internal static class Ranks
{
    /// <summary>Afterwards no value before the rank is larger and none after it is smaller. What is no number comes first.</summary>
    public static void Place(Span<double> values, int rank)
    {
        if (HasNoNumber(values))
        {
            values.Sort();
            return;
        }

        var (left, right) = (0, values.Length - 1);
        while (left < right)
        {
            var (i, j) = Partition(values, left, right);
            if (rank > j && rank < i)
            {
                return;
            }

            (left, right) = rank <= j ? (left, j) : (i, right);
        }
    }

    /// <summary>Brings the values that equal the one of a placed rank right behind it; answers how many values there are up to the last of them.</summary>
    public static int GatherEqual(Span<double> values, int rank)
    {
        var end = rank + 1;
        for (var i = end; i < values.Length; i++)
        {
            if (values[i] == values[rank])
            {
                (values[i], values[end]) = (values[end], values[i]);
                end++;
            }
        }

        return end;
    }

    /// <param name="values">Not empty.</param>
    public static double Smallest(ReadOnlySpan<double> values)
    {
        var smallest = values[0];
        foreach (var value in values)
        {
            smallest = value < smallest ? value : smallest;
        }

        return smallest;
    }

    private static (int I, int J) Partition(Span<double> values, int left, int right)
    {
        var pivot = Middle(values[left], values[left + ((right - left) / 2)], values[right]);
        var (i, j) = (left, right);
        while (i <= j)
        {
            while (values[i] < pivot)
            {
                i++;
            }

            while (values[j] > pivot)
            {
                j--;
            }

            if (i <= j)
            {
                (values[i], values[j]) = (values[j], values[i]);
                i++;
                j--;
            }
        }

        return (i, j);
    }

    private static double Middle(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));

    private static bool HasNoNumber(ReadOnlySpan<double> values)
    {
        var found = false;
        foreach (var value in values)
        {
            found |= double.IsNaN(value);
        }

        return found;
    }
}
