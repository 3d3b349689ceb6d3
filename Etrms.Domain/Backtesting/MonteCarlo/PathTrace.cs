namespace Etrms.Domain.Backtesting.MonteCarlo;

/// <summary>Follows the equity of a path and keeps what is asked of it, not the path.</summary>
internal sealed class PathTrace
{
    private readonly FanSteps _steps;
    private readonly double[] _curve;
    private double _equity;
    private double _peak;
    private double _lowest;
    private double _fall;
    private int _step;
    private int _kept;

    public PathTrace(FanSteps steps, double initial)
    {
        (_steps, _curve) = (steps, new double[steps.Count]);
        (_equity, _peak, _lowest) = (initial, initial, initial);
        _curve[_kept++] = initial;
    }

    /// <summary>Equity grows or falls by a return; what is lost is lost, and no path leaves the numbers that can be written down.</summary>
    public void Grow(double by) => MoveTo(_equity <= 0 ? _equity : Math.Clamp(_equity * (1 + by), 0, double.MaxValue));

    public void MoveTo(double equity)
    {
        _equity = equity;
        _peak = Math.Max(_peak, equity);
        _lowest = Math.Min(_lowest, equity);
        _fall = Math.Max(_fall, 1 - (equity / _peak));
        if (_kept < _curve.Length && ++_step == _steps[_kept])
        {
            _curve[_kept++] = equity;
        }
    }

    public PathResult Result(int number) => new()
    {
        Number = number,
        Curve = [.. _curve],
        Final = _equity,
        MaxDrawdown = _fall,
        Lowest = _lowest,
    };
}

/// <summary>Where along a path its equity is kept: evenly, from before the first step to the last.</summary>
/// <param name="Length">Steps of a path.</param>
internal readonly record struct FanSteps(int Length)
{
    private const int Most = 60;

    public int Count => Math.Min(Length, Most) + 1;

    public int this[int index] => Count == 1 ? 0 : (int)((long)Length * index / (Count - 1));
}
