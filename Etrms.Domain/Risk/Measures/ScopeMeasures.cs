using Etrms.Domain.Risk.Books;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Domain.Risk.Measures;

/// <summary>
/// The measures of one scope that cost more than a tick of a price may: taken with the clock and after fills, read as often as wanted.
/// Who looks between two measurements sees the former one, so that looking changes nothing.
/// </summary>
internal sealed class ScopeMeasures(ScopeBook scope, RiskBooks books)
{
    /// <summary>Further measurements between two ticks of the clock, so that a burst of fills does not hold the loop up.</summary>
    private const int MostBetweenTicks = 4;

    /// <summary>A test replays all hours: after fills it waits this long for the next.</summary>
    private static readonly long TestEvery = TimeSpan.FromSeconds(5).Ticks;

    private readonly List<TailBook> _tails = [];
    private readonly FilteredHours _past = new();
    private double[] _profits = [];
    private double[] _longer = [];
    private int _sinceTick;
    private long _testedAt;
    private bool _isTestDue = true;
    private int _heldVersion = -1;

    public ReturnsBook Returns { get; } = new(scope, books);

    public JointBook Joint { get; } = new(scope);

    public IReadOnlyList<TailBook> Tails => _tails;

    /// <summary>Root of n' rho n in quote units.</summary>
    public Measured Correlated { get; private set; } = Measured.Unknown("it has not been measured yet");

    /// <summary>Why a correlation of 0.95 stood for the measured ones; null when they were measured.</summary>
    public string? StressedBecause { get; private set; }

    /// <summary>Signed sum of beta x notional in quote units.</summary>
    public Measured Beta { get; private set; } = Measured.Unknown("it has not been measured yet");

    public TailBook TailOf(decimal confidence, int hours)
    {
        var tail = _tails.Find(known => known.Confidence == confidence && known.Hours == hours);
        if (tail is null)
        {
            _tails.Add(tail = new TailBook(confidence, hours));
            _isTestDue = true;
        }

        tail.Readers++;
        return tail;
    }

    /// <summary>A breaker no longer reads it.</summary>
    public void Release(TailBook tail)
    {
        if (--tail.Readers > 0)
        {
            return;
        }

        _tails.Remove(tail);
        if (!_tails.Exists(other => other.Hours == tail.Hours))
        {
            _past.Forget(tail.Hours);
        }
    }

    public void Refresh(bool isTick)
    {
        _sinceTick = isTick ? 0 : _sinceTick + 1;
        if (_sinceTick > MostBetweenTicks)
        {
            return;
        }

        var at = books.Clock.Wall;
        if (scope.Reason is { } reason)
        {
            Forget(reason, at);
            return;
        }

        _isTestDue |= Returns.Refresh() || _heldVersion != scope.HeldVersion;
        _heldVersion = scope.HeldVersion;
        Returns.Value();
        Correlate(at);
        Weigh(at);
        Joint.Refresh(Returns, books);
        MeasureTails(isTick, at);
    }

    public ScopeMeasuresState Capture() => new(
        scope.Scope, Correlated, StressedBecause, Beta, [.. _tails.Select(tail => tail.Capture())], Joint.Capture(),
        new MeasurePace(_sinceTick, EngineClock.At(_testedAt), _isTestDue));

    public void Restore(ScopeMeasuresState state)
    {
        (Correlated, StressedBecause, Beta) = (state.Correlated, state.StressedBecause, state.Beta);
        Joint.Restore(state.Joint);
        foreach (var stored in state.Tails)
        {
            var tail = TailOf(stored.Confidence, stored.HorizonHours);
            tail.Readers--;
            tail.Restore(stored);
        }

        Returns.Refresh();
        _heldVersion = scope.HeldVersion;
        (_sinceTick, _testedAt, _isTestDue) = (state.Pace.SinceTick, state.Pace.TestedAt.UtcTicks, state.Pace.IsTestDue);
    }

    /// <summary>While prices or positions are in doubt nothing is measured, and what was measured before no longer holds.</summary>
    private void Forget(string reason, DateTimeOffset at)
    {
        Correlated = Beta = Measured.Unknown(reason, at);
        Joint.Forget(reason);
        foreach (var tail in _tails)
        {
            tail.Set(reason, at);
        }
    }

    /// <summary>RISK 4.1: correlations that are missing or older than two days give way to a crash's 0.95.</summary>
    private void Correlate(DateTimeOffset at)
    {
        var age = books.Clock.MarketNow - Returns.Hours.Until;
        StressedBecause = Returns.Contracts.Count < 2 ? null
            : Returns.Hours.Count < HistoricalTail.Enough ? "too few hours of past prices are known of every contract"
            : age > books.Settings.CorrelationStaleAfter.Ticks || age < 0 ? "the newest hour of past prices is more than two days ago" : null;
        var weight = StressedBecause is null
            ? Diversification.CorrelationAdjusted(Returns.Notionals, Returns.Correlations)
            : Diversification.CorrelationAdjusted(Returns.Notionals, StressSet.CrashCorrelation);
        Correlated = Rounding.Money(weight) is { } known ? Measured.Known(known, at) : Measured.Unknown("it cannot be computed", at);
    }

    private void Weigh(DateTimeOffset at)
    {
        var sum = 0.0;
        for (var i = 0; i < Returns.Betas.Length; i++)
        {
            if (Returns.Betas[i] is not { Value: { } beta } figure || !books.IsFresh(figure.Until))
            {
                Beta = Measured.Unknown(LackOf(Returns.Betas[i]), at);
                return;
            }

            sum += beta * Returns.Notionals[i];
        }

        Beta = Rounding.Money(sum) is { } known ? Measured.Known(known, at) : Measured.Unknown("it cannot be computed", at);
    }

    private static string LackOf(in BetaFigure figure) => figure.Value is null
        ? "too few hours of past prices are shared with BTC" : RiskBooks.StaleHours;

    private void MeasureTails(bool isTick, DateTimeOffset at)
    {
        var isFlat = Returns.Contracts.Count == 0;
        if (isFlat || (Returns.Hours.Count > 0 && !books.IsFresh(Returns.Hours.Until)))
        {
            foreach (var tail in _tails)
            {
                tail.Set(isFlat ? null : RiskBooks.StaleHours, at);
            }

            return;
        }

        var profits = Profits();
        if (isTick && _isTestDue && books.Clock.Now - _testedAt >= TestEvery)
        {
            Test(profits);
            (_testedAt, _isTestDue) = (books.Clock.Now, false);
        }

        _past.Take(profits);
        foreach (var tail in _tails)
        {
            tail.Measure(_past, Over(tail.Hours, profits), at);
        }
    }

    private void Test(ReadOnlySpan<double> profits)
    {
        for (var i = 0; i < _tails.Count; i++)
        {
            if (TestedBefore(i) is { } same)
            {
                _tails[i].TakeTest(same);
            }
            else
            {
                _tails[i].Test(profits);
            }
        }
    }

    private TailBook? TestedBefore(int place)
    {
        for (var i = 0; i < place; i++)
        {
            if (_tails[i].Confidence == _tails[place].Confidence)
            {
                return _tails[i];
            }
        }

        return null;
    }

    /// <summary>What today's positions would have won in each past hour.</summary>
    private ReadOnlySpan<double> Profits()
    {
        var count = Returns.Hours.Count;
        _profits = _profits.Length >= count ? _profits : new double[count];
        var profits = _profits.AsSpan(0, count);
        Scenarios.Profits(Returns.Notionals, Returns.Hours.Columns, profits);
        return profits;
    }

    /// <summary>The same over stretches of some hours; empty where fewer than 250 of them do not overlap.</summary>
    private ReadOnlySpan<double> Over(int hours, ReadOnlySpan<double> profits)
    {
        if (hours == 1 || profits.Length / hours < HistoricalTail.Enough)
        {
            return hours == 1 ? profits : [];
        }

        var count = profits.Length - hours + 1;
        _longer = _longer.Length >= count ? _longer : new double[count];
        var longer = _longer.AsSpan(0, count);
        Scenarios.ProfitsOver(Returns.Notionals, Returns.Hours.Columns, hours, longer);
        return longer;
    }
}
