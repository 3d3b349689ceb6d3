namespace Etrms.Domain.Risk.Measures.Tail;

/// <summary>
/// A book's past hours over the deviation that was expected of each, the tail of these surprises, and where paths that draw from them end. Made
/// once for all confidences that ask, in rooms of its own, so that measuring allocates nothing.
/// </summary>
internal sealed class FilteredHours
{
    /// <summary>Quantile of the losses from which a tail is fitted; with 500 hours it leaves the 50 exceedances that a fit needs.</summary>
    public const double TailFrom = 0.9;

    private const ulong Seed = 0x4554524D53;

    private static readonly VarianceModel Filter = VarianceModel.Ewma();

    private readonly List<Paths> _paths = [];
    private double[] _surprises = [];
    private double[] _room = [];
    private ParetoTail? _tail;
    private bool _isFitted;

    public int Count { get; private set; }

    /// <summary>Variance expected of the next hour.</summary>
    public double Next { get; private set; }

    public ReadOnlySpan<double> Surprises => _surprises.AsSpan(0, Count);

    /// <summary>The tail of the surprises; null where it cannot be fitted. Asked for with at least one hour.</summary>
    public ParetoTail? Tail
    {
        get
        {
            if (!_isFitted)
            {
                _tail = ParetoTail.FitAbove(Surprises, TailFrom, _room);
                _isFitted = true;
            }

            return _tail;
        }
    }

    /// <summary>Takes in what today's positions would have won in past hours, oldest first.</summary>
    public void Take(ReadOnlySpan<double> profits)
    {
        if (_surprises.Length < profits.Length)
        {
            _surprises = new double[profits.Length];
            _room = new double[LargestLosses.CountFor(profits.Length, TailFrom)];
        }

        Count = profits.Length;
        Next = Filter.Standardise(profits, Filter.MeanSquare(profits), _surprises.AsSpan(0, Count));
        _isFitted = false;
        foreach (var paths in _paths)
        {
            paths.IsDrawn = false;
        }
    }

    /// <summary>Profits at the ends of drawn paths over some hours; asked for with at least one hour.</summary>
    public ReadOnlySpan<double> EndsAfter(int hours)
    {
        var paths = PathsOver(hours);
        if (!paths.IsDrawn)
        {
            FilteredHistorical.Draw(Surprises, Filter, Next, hours, Seed, paths.Ends);
            paths.IsDrawn = true;
        }

        return paths.Ends;
    }

    /// <summary>Nobody looks so far ahead any more.</summary>
    public void Forget(int hours) => _paths.RemoveAll(paths => paths.Hours == hours);

    private Paths PathsOver(int hours)
    {
        foreach (var known in _paths)
        {
            if (known.Hours == hours)
            {
                return known;
            }
        }

        var paths = new Paths(hours);
        _paths.Add(paths);
        return paths;
    }

    private sealed class Paths(int hours)
    {
        public int Hours => hours;

        public double[] Ends { get; } = new double[FilteredHistorical.Draws];

        public bool IsDrawn { get; set; }
    }
}
