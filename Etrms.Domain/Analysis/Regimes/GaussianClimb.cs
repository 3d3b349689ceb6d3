using System.Collections.Immutable;

namespace Etrms.Domain.Analysis.Regimes;

/// <summary>One climb of EM (Baum and Welch 1970) from one beginning; it can be taken up again.</summary>
internal sealed class GaussianClimb
{
    /// <summary>Observations below which a state is left as it is: there is nothing to learn it from.</summary>
    private const double LeastWeight = 1e-10;

    private readonly double[] _values;
    private readonly double _floor;
    private readonly FlatChain _chain;
    private readonly GaussianState[] _states;
    private readonly double[] _logDensities;
    private readonly ForwardBackward _pass;

    /// <param name="floor">Deviation below which no state may shrink.</param>
    public GaussianClimb(double[] values, (FlatChain Chain, GaussianState[] States) start, double floor)
    {
        (_values, _floor, _chain, _states) = (values, floor, start.Chain, start.States);
        _logDensities = new double[values.Length * _states.Length];
        _pass = new ForwardBackward(values.Length, _states.Length);
    }

    public double LogLikelihood { get; private set; } = double.NegativeInfinity;

    public bool HasConverged { get; private set; }

    public void Run(int steps, double tolerance)
    {
        for (var step = 0; step < steps && !HasConverged; step++)
        {
            Weigh();
            _pass.Run(_chain, _logDensities);
            HasConverged = _pass.LogLikelihood - LogLikelihood < tolerance;
            LogLikelihood = _pass.LogLikelihood;
            if (!HasConverged)
            {
                Improve();
            }
        }
    }

    /// <summary>The model as it stands, its states by rising deviation.</summary>
    public GaussianRegimes Sorted()
    {
        var order = Enumerable.Range(0, _states.Length).OrderBy(state => _states[state].Deviation).ToArray();
        return new GaussianRegimes(
            new MarkovChain(
                [.. order.Select(state => _chain.Start[state])],
                [.. order.Select(from => order.Select(to => _chain.Moves[(from * _states.Length) + to]).ToImmutableArray())]),
            [.. order.Select(state => _states[state])]);
    }

    private void Weigh()
    {
        for (var state = 0; state < _states.Length; state++)
        {
            // The same as the density of the state, with what does not depend on the value taken out of the loop.
            var (mean, share, peak) = (_states[state].Mean, 1 / _states[state].Deviation, _states[state].LogDensity(_states[state].Mean));
            for (var t = 0; t < _values.Length; t++)
            {
                var z = (_values[t] - mean) * share;
                _logDensities[(t * _states.Length) + state] = peak - (0.5 * z * z);
            }
        }
    }

    private void Improve()
    {
        for (var state = 0; state < _states.Length; state++)
        {
            _chain.Start[state] = _pass.Smoothed[state];
            ImproveMoves(state * _states.Length);
            ImproveState(state);
        }
    }

    private void ImproveMoves(int row)
    {
        var moved = _pass.Moved.AsSpan(row, _states.Length);
        var sum = 0.0;
        foreach (var each in moved)
        {
            sum += each;
        }

        for (var to = 0; to < moved.Length && sum > LeastWeight; to++)
        {
            _chain.Moves[row + to] = moved[to] / sum;
        }
    }

    private void ImproveState(int state)
    {
        var (weight, sum) = (0.0, 0.0);
        for (var t = 0; t < _values.Length; t++)
        {
            var share = _pass.Smoothed[(t * _states.Length) + state];
            (weight, sum) = (weight + share, sum + (share * _values[t]));
        }

        if (weight < LeastWeight)
        {
            return;
        }

        var (mean, squares) = (sum / weight, 0.0);
        for (var t = 0; t < _values.Length; t++)
        {
            var distance = _values[t] - mean;
            squares += _pass.Smoothed[(t * _states.Length) + state] * distance * distance;
        }

        _states[state] = new GaussianState(mean, Math.Max(_floor, Math.Sqrt(squares / weight)));
    }
}
