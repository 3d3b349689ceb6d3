using System.Collections.Immutable;
using Etrms.Domain.Analysis.Regimes;

namespace Etrms.Domain.Analysis.Markets;

/// <summary>How hidden states are looked for; chosen starting values, fitted on nothing.</summary>
public sealed record PhaseRules
{
    /// <summary>Returns in a row without which nothing is fitted.</summary>
    public int LeastReturns { get; init; } = 250;

    /// <summary>Bars after which a model is fitted anew: a day of quarters of an hour.</summary>
    public int FitAgainAfter { get; init; } = 96;

    /// <summary>Fewest and most states that are tried; the lower BIC decides.</summary>
    public (int Fewest, int Most) States { get; init; } = (2, 3);

    /// <summary>Bars whose probabilities are kept.</summary>
    public int Course { get; init; } = 120;

    /// <summary>Less than a study takes: a fit shares a core with the rest of the analysis.</summary>
    public FitEffort Effort { get; init; } = new() { Starts = 12, Finalists = 2, MostSteps = 600, Tolerance = 1e-5 };
}

/// <summary>Hidden states of returns, and what they were learnt from.</summary>
/// <param name="Regimes">States by rising deviation.</param>
/// <param name="FittedAt">Market time at which the newest bar of the fit ended.</param>
/// <param name="Returns">That it was fitted on.</param>
public sealed record PhaseModel(GaussianRegimes Regimes, DateTimeOffset FittedAt, int Returns);

/// <summary>Where a market stands among the hidden states of its returns.</summary>
/// <param name="Now">Probability of each state by what was seen up to the newest bar.</param>
/// <param name="Next">The same after the next bar.</param>
/// <param name="Bars">Bars for which the likeliest state has been it, as far as the course goes back.</param>
public sealed record PhaseReading(PhaseModel Model, ImmutableArray<double> Now, ImmutableArray<double> Next, int Bars)
{
    /// <summary>Place of the likeliest state.</summary>
    public int Likeliest => PhaseAnalyst.LikeliestOf(Now);
}

/// <summary>
/// Follows the hidden states of one contract's returns, a bar at a time and with nothing later than it. A fit takes thousands of times longer than a
/// bar, so whoever has the time asks for it; in between the filter goes on with the last one.
/// </summary>
public sealed class PhaseAnalyst(PhaseRules rules)
{
    private readonly Queue<ImmutableArray<double>> _course = new();
    private PhaseModel? _model;
    private GaussianRegimeFilter? _filter;
    private string? _fault;
    private int _returns;
    private int? _waited;

    /// <summary>Null while no model holds; <see cref="Reason"/> says why.</summary>
    public PhaseReading? Reading => _model is { } model && _course.Count > 0 ? Read(model, [.. _course]) : null;

    /// <summary>Probabilities of the states at the newest bars, oldest first.</summary>
    public ImmutableArray<ImmutableArray<double>> Course => [.. _course];

    /// <summary>Why there is no reading; null when there is one.</summary>
    public string? Reason => _model is not null ? null
        : _returns < rules.LeastReturns ? $"{_returns} returns in a row are too few for hidden states, {rules.LeastReturns} are needed"
        : _fault ?? "hidden states are still to be fitted";

    /// <summary>Bars since the last fit or attempt at one; most of all before the first.</summary>
    public int Waited => _waited ?? int.MaxValue;

    /// <summary>Whether there is something to learn that the last fit did not know.</summary>
    public bool IsDue => _returns >= rules.LeastReturns && Waited >= rules.FitAgainAfter;

    /// <summary>Takes the log return of the next bar; one that is no finite number is a hole.</summary>
    public void Take(double logReturn)
    {
        if (!double.IsFinite(logReturn))
        {
            Break();
            return;
        }

        (_returns, _waited) = (_returns + 1, _waited + 1);
        Advance(logReturn);
    }

    /// <summary>Bars are missing: the model was of what lies before the hole.</summary>
    public void Break()
    {
        (_returns, _waited) = (0, null);
        Forget(null);
    }

    /// <summary>Learns anew from the newest returns, and filters them from the first.</summary>
    /// <param name="returns">Log returns in a row up to the newest bar, oldest first.</param>
    /// <param name="endAt">Market time at which the newest bar ended.</param>
    public void Fit(ReadOnlySpan<double> returns, DateTimeOffset endAt)
    {
        _waited = 0;
        var tried = returns.Length < rules.LeastReturns ? [] : Tried(returns);
        Forget(tried.Count == 0 ? "the candles do not move, so there are no hidden states to tell apart"
            : tried.All(fit => !fit.HasConverged) ? "the fit of hidden states did not settle"
            : tried.All(fit => !IsSound(fit)) ? "a hidden state shrank to candles that do not move"
            : "one state describes the returns as well as several");
        if (tried.Where(IsSound).MinBy(fit => fit.Bic) is { } best && best.Bic < GaussianRegimeFit.Of(returns, 1, rules.Effort)!.Bic)
        {
            _fault = null;
            _model = new PhaseModel(best.Regimes, endAt, returns.Length);
            _filter = best.Regimes.Filter();
            foreach (var value in returns)
            {
                Advance(value);
            }
        }
    }

    internal static int LikeliestOf(ImmutableArray<double> probabilities) => probabilities.IndexOf(probabilities.Max());

    private List<GaussianRegimeFit> Tried(ReadOnlySpan<double> returns)
    {
        var fits = new List<GaussianRegimeFit>();
        for (var states = rules.States.Fewest; states <= rules.States.Most; states++)
        {
            if (GaussianRegimeFit.Of(returns, states, rules.Effort) is { } fit)
            {
                fits.Add(fit);
            }
        }

        return fits;
    }

    /// <summary>A state at the floor of deviations is a pile of equal returns, such as those of candles in which nothing traded.</summary>
    private static bool IsSound(GaussianRegimeFit fit)
    {
        var states = fit.Regimes.States;
        return fit.HasConverged && states[0].Deviation > states[^1].Deviation * GaussianSpread.LeastShare * 2;
    }

    private void Advance(double logReturn)
    {
        if (_filter?.Next(logReturn) is { } now)
        {
            _course.Enqueue(now);
            if (_course.Count > rules.Course)
            {
                _course.Dequeue();
            }
        }
    }

    private void Forget(string? fault)
    {
        _course.Clear();
        (_model, _filter, _fault) = (null, null, fault);
    }

    private static PhaseReading Read(PhaseModel model, ImmutableArray<double>[] course)
    {
        var now = course[^1];
        var likeliest = LikeliestOf(now);
        var changed = Array.FindLastIndex(course, each => LikeliestOf(each) != likeliest);
        return new PhaseReading(model, now, model.Regimes.Chain.After(now), course.Length - 1 - changed);
    }
}
