using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Risk.Measures;

namespace Etrms.Domain.Risk.Books;

/// <summary>Sums over the accounts and positions of one scope, brought up to date once per step when asked for.</summary>
internal sealed class ScopeBook(Scope scope, RiskBooks books)
{
    private readonly HashSet<Guid> _joined = [];
    private long _step = -1;
    private (long Step, long Facts) _largestFor = (-1, 0);
    private PositionBook? _largestOf;
    private decimal _largest;
    private PeriodStart _lastKnown;
    private ScopeMeasures? _measures;

    public Scope Scope { get; } = scope;

    public List<AccountBook> Accounts { get; } = [];

    public List<PositionBook> Positions { get; } = [];

    public FlowNeutralEquity Series { get; } = new();

    /// <summary>Told when a transfer changes every reference to equity.</summary>
    public List<Action<decimal>> FlowListeners { get; } = [];

    /// <summary>Net realised profit of the contracts in scope since the scope exists; only kept for partial scopes.</summary>
    public decimal Realized { get; set; }

    /// <summary>Equity of the accounts, whole also when the scope names contracts.</summary>
    public decimal Equity { get; private set; }

    public decimal UnrealizedPnl { get; private set; }

    public decimal Gross { get; private set; }

    /// <summary>Cumulative profit with unrealised; differences over time are money won or lost.</summary>
    public decimal Pnl { get; private set; }

    public decimal RealizedPnl => Pnl - UnrealizedPnl;

    /// <summary>Why the sums cannot be told; null when they can.</summary>
    public string? Reason { get; private set; }

    /// <summary>Grows when a position comes or goes.</summary>
    public int Version { get; private set; }

    /// <summary>Changes when a quantity in scope does.</summary>
    public int HeldVersion
    {
        get
        {
            var sum = Version;
            for (var i = 0; i < Positions.Count; i++)
            {
                sum += Positions[i].QuantityVersion;
            }

            return sum;
        }
    }

    /// <summary>What is measured with the clock and after fills; from the first look on.</summary>
    public ScopeMeasures Measures => _measures ??= books.Measure(this);

    public ScopeMeasuresState? CaptureMeasures() => _measures?.Capture();

    /// <summary>Why positions and orders in scope cannot be told, whatever prices do; null when they can.</summary>
    public string? HoldingsReason
    {
        get
        {
            for (var i = 0; i < Accounts.Count; i++)
            {
                if (Accounts[i].HoldingsReason(books.Clock.Now, books.Settings) is { } reason)
                {
                    return reason;
                }
            }

            return Accounts.Count == 0 ? "no account lies in the scope" : null;
        }
    }

    /// <summary>What coins below their peg take from the equity, in words; empty when none does.</summary>
    public string CollateralNote => string.Concat(Accounts.Where(account => account.CollateralRate < 1).Select(account =>
        $"; {account.Asset} on {account.Exchange} counts at {Words.Plain(account.CollateralRate)}, which takes {Words.Money(account.Value - account.Equity)}: collateral, no trading loss"));

    /// <summary>Wall ticks of the oldest mark of a position in scope when it is stale; null when none is.</summary>
    public long? SilentSince()
    {
        var oldest = books.Clock.Now - books.Settings.MarkStaleAfter.Ticks;
        long? since = null;
        foreach (var position in Positions)
        {
            if (position.Contract.MarkAt is not 0 and var at && at < oldest)
            {
                (oldest, since) = (at, at);
            }
        }

        return since;
    }

    /// <summary>Largest notional of one position in scope.</summary>
    public decimal LargestNotional
    {
        get
        {
            if (_largestFor.Step != books.StepCount)
            {
                if (_largestFor != (books.StepCount - 1, books.FactCount) || books.Marked is not { } marked || _largestOf?.Contract == marked)
                {
                    (_largest, _largestOf) = (0, null);
                    FindLargest(Positions);
                }
                else
                {
                    // One price came in, and not that of the largest.
                    FindLargest(marked.Positions);
                }

                _largestFor = (books.StepCount, books.FactCount);
            }

            return _largest;
        }
    }

    public PeriodStart Now => new(Equity, Pnl, RealizedPnl);

    /// <summary>Finds accounts and positions anew after one came or went.</summary>
    public void Rebuild(List<AccountBook> accounts)
    {
        Accounts.Clear();
        Positions.Clear();
        foreach (var account in accounts)
        {
            if (!Scope.CoversAccount(account.Id, account.Exchange))
            {
                continue;
            }

            Accounts.Add(account);
            foreach (var position in account.Positions)
            {
                if (Scope.Covers(account.Id, position.Contract.Id, position.Contract.Underlying))
                {
                    Positions.Add(position);
                }
            }
        }

        _step = _largestFor.Step = -1;
        Version++;
    }

    public void Refresh()
    {
        if (_step == books.StepCount)
        {
            return;
        }

        _step = books.StepCount;
        Sum();
        Reason = FindReason();
        if (Reason is null)
        {
            Join();
            Pnl = PnlOfSums;
            Series.Observe(Equity);
            _lastKnown = Now;
        }
    }

    /// <summary>Asks a question of the sums as they would be with this much more in unrealised profit.</summary>
    public bool With(decimal more, Func<bool> question)
    {
        var (equity, unrealized, pnl) = (Equity, UnrealizedPnl, Pnl);
        (Equity, UnrealizedPnl, Pnl) = (Equity + more, UnrealizedPnl + more, Pnl + more);
        var answer = question();
        (Equity, UnrealizedPnl, Pnl) = (equity, unrealized, pnl);
        return answer;
    }

    /// <summary>Takes in prices of the past: its peak may rise with them, and whether they are known is not asked.</summary>
    public void Suppose()
    {
        _step = -1;
        if (Series.IsStarted)
        {
            Sum();
            Pnl = PnlOfSums;
            Series.Observe(Equity);
        }
    }

    /// <summary>A transfer that the wallet already shows.</summary>
    public void Flow(decimal amount)
    {
        if (!Series.IsStarted)
        {
            return;
        }

        Sum();
        Announce(Series.Flow(Equity, amount));
        _step = -1;
    }

    /// <summary>An account left: its money goes as if withdrawn.</summary>
    public void Leave(AccountBook account)
    {
        if (!_joined.Remove(account.Id.Value))
        {
            return;
        }

        Sum();
        Announce(Series.Flow(Equity - account.Equity, -account.Equity));
    }

    /// <summary>A boundary passed: periods start at the last value that was known before it.</summary>
    public void StartPeriods(bool week, bool month)
    {
        if (Series.IsStarted)
        {
            Series.StartPeriods(_lastKnown, week, month);
        }
    }

    public ScopeState Capture() => new(Scope, Realized, Series.Capture(), _lastKnown, [.. _joined.Order()]);

    public void Restore(ScopeState state)
    {
        Realized = state.Realized;
        Series.Restore(state.Series);
        _lastKnown = state.LastKnown;
        _joined.UnionWith(state.Joined);
    }

    /// <summary>Sums up what its positions are imagined to be worth; nothing is remembered.</summary>
    public void Imagine()
    {
        Sum();
        Pnl = PnlOfSums;
        _largestFor.Step = -1;
    }

    /// <summary>What was imagined does not count.</summary>
    public void Forget() => _step = _largestFor.Step = -1;

    private decimal PnlOfSums => Scope.IsPartial ? Realized + UnrealizedPnl : Equity - Series.Flows;

    private void Sum()
    {
        (Equity, UnrealizedPnl, Gross) = Accounts.Count == 0 ? (0, 0, 0) : (Accounts[0].Equity, Accounts[0].UnrealizedPnl, Accounts[0].Gross);
        for (var i = 1; i < Accounts.Count; i++)
        {
            Equity += Accounts[i].Equity;
            UnrealizedPnl += Accounts[i].UnrealizedPnl;
            Gross += Accounts[i].Gross;
        }

        if (Scope.IsPartial)
        {
            UnrealizedPnl = Gross = 0;
            foreach (var position in Positions)
            {
                UnrealizedPnl += position.UnrealizedPnl;
                Gross += position.Notional;
            }
        }
    }

    private void FindLargest(List<PositionBook> among)
    {
        for (var i = 0; i < among.Count; i++)
        {
            var position = among[i];
            if (position.Notional > _largest && Scope.Covers(position.Account.Id, position.Contract.Id, position.Contract.Underlying))
            {
                (_largest, _largestOf) = (position.Notional, position);
            }
        }
    }

    private string? FindReason()
    {
        foreach (var account in Accounts)
        {
            if (books.UnknownReason(account) is { } reason)
            {
                return reason;
            }
        }

        return Accounts.Count == 0 ? "no account lies in the scope" : null;
    }

    /// <summary>The first full reading starts the series; an account that comes later brings its money like a transfer.</summary>
    private void Join()
    {
        if (_joined.Count == Accounts.Count)
        {
            return;
        }

        if (!Series.IsStarted)
        {
            var pnl = Scope.IsPartial ? Realized + UnrealizedPnl : 0;
            Series.Start(Equity, new PeriodStart(Equity, pnl, pnl - UnrealizedPnl));
            _joined.UnionWith(Accounts.Select(account => account.Id.Value));
            return;
        }

        foreach (var account in Accounts)
        {
            if (_joined.Add(account.Id.Value))
            {
                Announce(Series.Flow(Equity, account.Equity));
            }
        }
    }

    private void Announce(decimal factor)
    {
        foreach (var listener in FlowListeners)
        {
            listener(factor);
        }
    }
}
