namespace Etrms.Domain.Analysis.Regimes;

/// <summary>A chain in plain arrays, which a fit changes as it goes.</summary>
internal sealed class FlatChain
{
    public FlatChain(int states) => (States, Start, Moves) = (states, new double[states], new double[states * states]);

    public FlatChain(MarkovChain chain)
        : this(chain.States)
    {
        chain.Start.CopyTo(Start);
        for (var from = 0; from < States; from++)
        {
            chain.Transitions[from].CopyTo(Moves, from * States);
        }
    }

    public int States { get; }

    public double[] Start { get; }

    /// <summary>Row by row.</summary>
    public double[] Moves { get; }
}

/// <summary>
/// Forward and backward pass with scaled probabilities (Rabiner 1989). Densities of an observation are taken relative to the largest, so no outlier
/// makes them vanish together. The room is used again by every pass.
/// </summary>
internal sealed class ForwardBackward(int count, int states)
{
    /// <summary>Below, too few digits may be left; the observation is weighed by logarithms instead.</summary>
    private const double Least = 1e-250;

    private readonly double[] _relative = new double[count * states];
    private readonly double[] _scales = new double[count];
    private readonly double[] _predicted = new double[states];
    private readonly double[] _behind = new double[states];
    private readonly double[] _ahead = new double[states];

    public double LogLikelihood { get; private set; }

    public double[] Filtered { get; } = new double[count * states];

    public double[] Smoothed { get; } = new double[count * states];

    /// <summary>Expected number of moves from each state to each, row by row.</summary>
    public double[] Moved { get; } = new double[states * states];

    /// <param name="logDensities">Observation by observation.</param>
    public void Run(FlatChain chain, double[] logDensities)
    {
        LogLikelihood = 0;
        for (var t = 0; t < count; t++)
        {
            Predict(chain, t);
            LogLikelihood += Weigh(logDensities.AsSpan(t * states, states), t);
        }

        Back(chain);
    }

    private void Predict(FlatChain chain, int t)
    {
        for (var to = 0; to < states; to++)
        {
            var sum = t == 0 ? chain.Start[to] : 0;
            for (var from = 0; t > 0 && from < states; from++)
            {
                sum += Filtered[((t - 1) * states) + from] * chain.Moves[(from * states) + to];
            }

            _predicted[to] = sum;
        }
    }

    /// <summary>Weighs what was predicted by what was observed; the log density of the observation given those before.</summary>
    private double Weigh(ReadOnlySpan<double> logDensities, int t)
    {
        var highest = logDensities[0];
        foreach (var density in logDensities)
        {
            highest = Math.Max(highest, density);
        }

        var sum = Weights(logDensities, t, highest);
        if (sum < Least)
        {
            highest = double.NegativeInfinity;
            for (var state = 0; state < states; state++)
            {
                highest = Math.Max(highest, _predicted[state] > 0 ? logDensities[state] : double.NegativeInfinity);
            }

            sum = Weights(logDensities, t, highest);
        }

        _scales[t] = sum;
        for (var state = 0; state < states; state++)
        {
            Filtered[(t * states) + state] /= sum;
        }

        return Math.Log(sum) + highest;
    }

    private double Weights(ReadOnlySpan<double> logDensities, int t, double highest)
    {
        var sum = 0.0;
        for (var state = 0; state < states; state++)
        {
            // A state that cannot be reached may lie far above the highest that can; its weight is 0 whatever its density.
            var relative = _predicted[state] > 0 || logDensities[state] <= highest ? Math.Exp(logDensities[state] - highest) : 0;
            _relative[(t * states) + state] = relative;
            Filtered[(t * states) + state] = _predicted[state] * relative;
            sum += _predicted[state] * relative;
        }

        return sum;
    }

    private void Back(FlatChain chain)
    {
        Array.Clear(Moved);
        Array.Fill(_behind, 1.0);
        for (var t = count - 1; t >= 0; t--)
        {
            for (var state = 0; state < states; state++)
            {
                Smoothed[(t * states) + state] = Filtered[(t * states) + state] * _behind[state];
            }

            if (t > 0)
            {
                Step(chain, t);
            }
        }
    }

    /// <summary>From an observation to the one before it.</summary>
    private void Step(FlatChain chain, int t)
    {
        for (var to = 0; to < states; to++)
        {
            _ahead[to] = _relative[(t * states) + to] * _behind[to] / _scales[t];
        }

        for (var from = 0; from < states; from++)
        {
            var (sum, filtered) = (0.0, Filtered[((t - 1) * states) + from]);
            for (var to = 0; to < states; to++)
            {
                var moved = chain.Moves[(from * states) + to] * _ahead[to];
                Moved[(from * states) + to] += filtered * moved;
                sum += moved;
            }

            _behind[from] = sum;
        }
    }
}
