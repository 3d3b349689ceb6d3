using System.Collections.Immutable;

namespace Etrms.Domain.Analysis.Markets;

/// <summary>A stretch of bars in one state.</summary>
/// <param name="From">Market time at which its first bar began.</param>
/// <param name="Until">Market time at which its newest bar ended.</param>
public sealed record StateSpell(MarketState State, DateTimeOffset From, DateTimeOffset Until, int Bars);

/// <summary>What a market did while it was known to be in a state: the bar after each that was.</summary>
/// <param name="MeanReturn">Log return per bar; null of none.</param>
/// <param name="Deviation">Of those returns; null of fewer than two.</param>
public sealed record StatePerformance(MarketState State, int Bars, double? MeanReturn, double? Deviation, double TotalReturn);

/// <summary>What followed a state.</summary>
/// <param name="Count">Bars in it that another known one followed.</param>
/// <param name="Chances">Share of them after which the next bar was in each state, in their order; empty of too few.</param>
/// <param name="MeanBars">That it lasts once it is entered, by how often it was left; null of too few, and while it never was.</param>
public sealed record StateMoves(MarketState From, int Count, ImmutableArray<decimal> Chances, double? MeanBars);

/// <summary>How the states of a market followed one another, and what came of them.</summary>
internal sealed class StateHistory(AnalystRules rules)
{
    private const int States = 4;

    private readonly List<StateSpell> _spells = [];
    private readonly int[,] _moves = new int[States, States];
    private readonly (int Count, double Sum, double Squares)[] _returns = new (int, double, double)[States];

    public MarketState? State { get; private set; }

    public ImmutableArray<StateSpell> Spells => [.. _spells];

    public int Bars => State is null ? 0 : _spells[^1].Bars;

    public DateTimeOffset? Since => State is null ? null : _spells[^1].From;

    /// <summary>Takes the state after a bar and the log return of that bar, which belongs to the state before it.</summary>
    public void Next(MarketState? state, double logReturn, DateTimeOffset from, DateTimeOffset until)
    {
        if (State is { } before)
        {
            var (count, sum, squares) = _returns[(int)before];
            _returns[(int)before] = (count + 1, sum + logReturn, squares + (logReturn * logReturn));
            if (state is { } after)
            {
                _moves[(int)before, (int)after]++;
            }
        }

        if (state is { } now)
        {
            Extend(now, from, until);
        }

        State = state;
    }

    /// <summary>Bars are missing: what comes next follows nothing.</summary>
    public void Break() => State = null;

    /// <summary>Probability of each state after the next bar; empty while too few bars were seen in the present one.</summary>
    public ImmutableArray<decimal> Next() => State is { } state ? MovesFrom(state).Chances : [];

    public ImmutableArray<StateMoves> Moves() => [.. Enum.GetValues<MarketState>().Select(MovesFrom)];

    public ImmutableArray<StatePerformance> Performance() => [.. Enum.GetValues<MarketState>().Select(Of)];

    private StateMoves MovesFrom(MarketState state)
    {
        var counts = Enumerable.Range(0, States).Select(to => _moves[(int)state, to]).ToArray();
        var (all, left) = (counts.Sum(), counts.Sum() - counts[(int)state]);
        return all < rules.LeastMoves
            ? new StateMoves(state, all, [], null)
            : new StateMoves(state, all, [.. counts.Select(count => decimal.Round((decimal)count / all, 6))], left > 0 ? (double)all / left : null);
    }

    private StatePerformance Of(MarketState state)
    {
        var (count, sum, squares) = _returns[(int)state];
        var variance = count > 1 ? Math.Max(squares - (sum * sum / count), 0) / (count - 1) : (double?)null;
        return new StatePerformance(state, count, count > 0 ? sum / count : null, variance is { } known ? Math.Sqrt(known) : null, sum);
    }

    private void Extend(MarketState state, DateTimeOffset from, DateTimeOffset until)
    {
        if (State == state)
        {
            _spells[^1] = _spells[^1] with { Until = until, Bars = _spells[^1].Bars + 1 };
            return;
        }

        _spells.Add(new StateSpell(state, from, until, 1));
        if (_spells.Count > rules.Bars)
        {
            _spells.RemoveAt(0);
        }
    }
}
