namespace Etrms.Domain.Analysis.Regimes.ChangePoints;

/// <summary>What a cumulative sum says after a value.</summary>
/// <param name="Above">What has gathered above the target (C+).</param>
/// <param name="Below">What has gathered below it (C-).</param>
/// <param name="Direction">1 for a shift upward, -1 downward, 0 for none; upward when both sums are beyond the limit.</param>
public readonly record struct CusumReading(double Above, double Below, int Direction);

/// <summary>Page's cumulative sums (1954) in the tabular form, a value at a time: alarms for a shift of a mean, without looking ahead.</summary>
/// <param name="target">The mean without a shift.</param>
/// <param name="slack">What may lie between a value and the target without counting; usually half the shift that is looked for.</param>
/// <param name="limit">Beyond which a sum alarms. The sums go on afterwards; who wants to start anew makes a new one.</param>
public sealed class TabularCusum(double target, double slack, double limit)
{
    private double _above;
    private double _below;

    /// <summary>Takes the next value; one that is no finite number changes nothing, and null tells it.</summary>
    public CusumReading? Next(double value)
    {
        if (!double.IsFinite(value))
        {
            return null;
        }

        _above = Math.Max(0, _above + value - (target + slack));
        _below = Math.Max(0, _below + (target - slack) - value);
        return new CusumReading(_above, _below, _above > limit ? 1 : _below > limit ? -1 : 0);
    }
}

/// <summary>
/// The symmetric filter of Lopez de Prado (2018, 2.5.2.1), a value at a time: an event each time the series has gone so far since the last event
/// of that side. The downside is tested first, and only the side that had its event starts anew.
/// </summary>
/// <param name="distance">In units of the series, such as 0.05 of log prices.</param>
public sealed class CusumFilter(double distance)
{
    private double? _last;
    private double _up;
    private double _down;

    /// <summary>Takes the next value: 1 or -1 for an event, else 0; a value that is no finite number is passed over.</summary>
    public int Next(double value)
    {
        if (!double.IsFinite(value))
        {
            return 0;
        }

        var change = value - (_last ?? value);
        _last = value;
        (_up, _down) = (Math.Max(0, _up + change), Math.Min(0, _down + change));
        if (_down < -distance)
        {
            _down = 0;
            return -1;
        }

        if (_up > distance)
        {
            _up = 0;
            return 1;
        }

        return 0;
    }
}
