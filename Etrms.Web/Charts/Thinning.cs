namespace Etrms.Web.Charts;

/// <summary>Leaves out what a plot of some hundred points across could not show, and never a peak or a trough.</summary>
internal static class Thinning
{
    /// <summary>Points of a curve that are worth drawing; a plot is about as many pixels wide.</summary>
    public const int Most = 800;

    /// <summary>Places to keep, rising: the first, the last, and of every stretch its lowest and its highest.</summary>
    public static IReadOnlyList<int> Keep(int count, Func<int, decimal> value, int most = Most)
    {
        if (count <= most)
        {
            return [.. Enumerable.Range(0, count)];
        }

        var kept = new SortedSet<int> { 0, count - 1 };
        var stretches = most / 2;
        for (var stretch = 0; stretch < stretches; stretch++)
        {
            var (from, to) = ((int)((long)count * stretch / stretches), (int)((long)count * (stretch + 1) / stretches));
            kept.Add(Enumerable.Range(from, to - from).MinBy(value));
            kept.Add(Enumerable.Range(from, to - from).MaxBy(value));
        }

        return [.. kept];
    }
}
