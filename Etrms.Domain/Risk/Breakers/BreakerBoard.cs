using System.Collections.Immutable;
using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>All breakers in their order of evaluation: priority first, then id.</summary>
internal sealed class BreakerBoard(RiskBooks books)
{
    private readonly List<BreakerWatch> _watches = [];
    private readonly List<BreakerWatch> _awake = [];
    private readonly List<ConditionMeter> _hearing = [];
    private long _lookedAt = -1;

    public List<BreakerWatch> Watches => _watches;

    public void Evaluate(BoardContext context)
    {
        var watches = _watches;
        if (context.IsPrice)
        {
            LookWhoIsAwake();
            watches = _awake;
        }
        else
        {
            // Everybody is asked, and who sleeps afterwards is not known yet.
            _lookedAt = -1;
        }

        for (var i = 0; i < watches.Count; i++)
        {
            var watch = watches[i];
            if (context.IsPrice && watch.SleepsThroughPrices)
            {
                continue;
            }

#pragma warning disable CA1031 // One broken breaker must not stop the others (RISK FC-55); the failure becomes its state and an alert.
            try
            {
                watch.Evaluate(context);
                if (watch.IsReconstructed && watch.Meter.UnknownReason is null)
                {
                    // A peak that was seen live has taken its place.
                    watch.IsReconstructed = watch.Height > 0;
                }

                if (!context.IsPrice && watch.Breaker.Mode == BreakerMode.Armed)
                {
                    watch.Enforcer.Check(watch, context);
                }

                watch.Error = null;
            }
            catch (Exception exception)
            {
                Fail(watch, exception, context);
            }
#pragma warning restore CA1031
        }
    }

    public void SyncCells()
    {
        foreach (var watch in _watches)
        {
            watch.FollowPositions();
        }
    }

    /// <summary>The market analysis told about a contract.</summary>
    public void OnMarket(ContractBook contract)
    {
        for (var i = 0; i < _watches.Count; i++)
        {
            _watches[i].Meter.OnMarket(contract);
            _watches[i].FollowMarkets();
        }
    }

    public void Requalify() => _watches.ForEach(watch => watch.Requalify());

    public void OnTrades(IReadOnlyList<ClosedTrade> closed, IReadOnlyList<OpenedTrade> opened)
    {
        for (var i = 0; i < closed.Count; i++)
        {
            foreach (var watch in _watches)
            {
                watch.Meter.OnTradeClosed(closed[i]);
            }
        }

        for (var i = 0; i < opened.Count; i++)
        {
            foreach (var watch in _watches)
            {
                watch.Meter.OnTradeOpened(opened[i]);
            }
        }
    }

    public void OnPrice(ContractBook contract)
    {
        LookWhoIsAwake();
        for (var i = 0; i < _hearing.Count; i++)
        {
            _hearing[i].OnPrice(contract);
        }
    }

    public void OnOrders(IReadOnlyList<PlacedOrder> placed)
    {
        for (var i = 0; i < placed.Count; i++)
        {
            foreach (var watch in _watches)
            {
                watch.Meter.OnOrder(placed[i]);
            }
        }
    }

    public void OnDayStarted(bool isNewWeek, bool isNewMonth, BoardContext context)
    {
        foreach (var watch in _watches.ToList())
        {
            watch.Meter.OnDayStarted(isNewWeek, isNewMonth);
            ApplyPending(watch, context);
        }

        books.NoteFact();
    }

    /// <summary>Takes over the whole configuration: tighter at once, looser when RISK 4.4 allows it.</summary>
    public void Configure(ImmutableArray<CircuitBreaker> breakers, BoardContext context)
    {
        foreach (var breaker in breakers)
        {
            var watch = _watches.Find(known => known.Breaker.Id == breaker.Id);
            var isChanged = watch is null || watch.Breaker.Revision != breaker.Revision || watch.IsDeletePending;
            if (isChanged && IsRefused(breaker, context))
            {
                continue;
            }

            if (watch is null)
            {
                _watches.Add(new BreakerWatch(breaker, books));
            }
            else if (isChanged || watch.IsTightened)
            {
                Change(watch, breaker, context);
            }
            else
            {
                // The present revision again takes a waiting change back.
                watch.Pending = null;
            }
        }

        foreach (var watch in _watches.Where(watch => !breakers.Any(breaker => breaker.Id == watch.Breaker.Id)).ToList())
        {
            Change(watch, null, context);
        }

        _watches.Sort(Order);
    }

    /// <summary>True when the report belongs to a plan of a breaker and tells something new.</summary>
    public bool Report(ActionReport report, BoardContext context)
    {
        foreach (var watch in _watches)
        {
            if (watch.Cells.Exists(cell => TripPlan.Report(cell.Steps, report)) || TripPlan.Report(watch.Enforcer.Steps, report))
            {
                watch.StateVersion++;
                AlertFailure(watch, report, context);
                return true;
            }
        }

        return false;
    }

    public BreakerWatch? Find(Guid id) => _watches.Find(watch => watch.Breaker.Id == id);

    /// <summary>True when no breaker has steps; asked with every fill, so that it must cost nothing.</summary>
    public bool IsDone
    {
        get
        {
            foreach (var watch in _watches)
            {
                if (watch.Enforcer.Steps.Count > 0 || watch.HasSteps)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Every unfinished step, in order of evaluation.</summary>
    public IEnumerable<PlanStep> OpenSteps() =>
        _watches.SelectMany(watch => watch.Cells.SelectMany(cell => cell.Steps).Concat(watch.Enforcer.Steps)).Where(step => !step.IsDone);

    public ImmutableArray<WatchState> Capture() => [.. _watches.Select(watch => watch.Capture())];

    public void Restore(ImmutableArray<WatchState> states)
    {
        _watches.AddRange(states.Select(state => BreakerWatch.Restore(state, books)));
        _watches.Sort(Order);
    }

    /// <summary>Who has to do with the next price. Nobody wakes but by a fact, so while none comes in those who sleep need not be asked.</summary>
    private void LookWhoIsAwake()
    {
        if (_lookedAt == books.FactCount)
        {
            return;
        }

        _lookedAt = books.FactCount;
        _awake.Clear();
        _hearing.Clear();
        foreach (var watch in _watches)
        {
            if (!watch.SleepsThroughPrices)
            {
                _awake.Add(watch);
            }

            if (watch.HearsPrices)
            {
                _hearing.Add(watch.Meter);
            }
        }
    }

    private static int Order(BreakerWatch left, BreakerWatch right)
    {
        var byPriority = right.Breaker.Priority.CompareTo(left.Breaker.Priority);
        return byPriority != 0 ? byPriority : left.Breaker.Id.CompareTo(right.Breaker.Id);
    }

    private static void AlertFailure(BreakerWatch watch, ActionReport report, BoardContext context)
    {
        if (report.Outcome == ActionOutcome.Retrying)
        {
            context.Alert(
                $"retry/{report.PlanId:N}/{report.Instrument}/{EngineClock.At(context.Now):O}", AlertSeverity.Warning, $"{watch.Breaker.Name}: an attempt failed",
                $"{report.Instrument?.Symbol}: {report.Detail}. It is tried again.", watch.Breaker.Id);
        }
    }

    private static void Fail(BreakerWatch watch, Exception exception, BoardContext context)
    {
        if (watch.Error is not null)
        {
            return;
        }

        watch.Error = exception.Message;
        watch.StateVersion++;
        context.Record(BreakerEvents.Failed(watch, watch.Speaker, exception.Message));
        context.Alert(
            $"evaluation/{watch.Breaker.Id:N}/{context.EventSeq}", AlertSeverity.Critical, $"{watch.Breaker.Name} cannot be evaluated",
            $"{exception.Message} It protects nothing until this is mended; the other breakers go on.", watch.Breaker.Id);
    }

    /// <summary>What is saved was validated, but a row may come from elsewhere: it must not take the others down.</summary>
    private static bool IsRefused(CircuitBreaker breaker, BoardContext context)
    {
        var faults = BreakerValidation.Validate(breaker);
        if (faults.IsEmpty)
        {
            return false;
        }

        context.Alert(
            $"refused/{breaker.Id:N}/{breaker.Revision}", AlertSeverity.Critical, $"{breaker.Name} cannot be used",
            $"Revision {breaker.Revision} protects nothing: {string.Join(" ", faults.Select(fault => $"{fault.Field}: {fault.Message}"))}", breaker.Id);
        return true;
    }

    private void Change(BreakerWatch watch, CircuitBreaker? next, BoardContext context)
    {
        var change = BreakerComparison.Compare(watch.Breaker, next);
        if (change != BreakerChange.Looser || (!watch.IsTripped && !IsOnLiveAccount(watch)))
        {
            Apply(watch, next, context);
            return;
        }

        if (next?.Revision == watch.Pending?.Revision && watch.IsDeletePending == (next is null) && (next is null || watch.Pending is not null))
        {
            return;
        }

        (watch.Pending, watch.IsDeletePending) = (next, next is null);
        if (next is not null)
        {
            Tighten(watch, next);
        }

        watch.StateVersion++;
        var when = watch.IsTripped ? "it is armed again and the next trading day begins" : "the next trading day begins";
        var text = $"{(next is null ? "Its deletion" : "The looser setting")} takes effect when {when}.";
        context.Alert(
            $"queued/{watch.Breaker.Id:N}/{next?.Revision}", AlertSeverity.Info, $"{watch.Breaker.Name}: looser change waits", text, watch.Breaker.Id);
        context.Decisions.Add(new RiskDecision.NoteAttempt("breaker.loosening_queued", $"{watch.Breaker.Id}", $"{watch.Breaker.Name}: {text}"));
    }

    /// <summary>Whatever a looser change tightens holds at once, so that no limit is ever wider than the one that is configured.</summary>
    private static void Tighten(BreakerWatch watch, CircuitBreaker next)
    {
        var stricter = BreakerComparison.Tightened(watch.Breaker, next);
        if (stricter != watch.Breaker)
        {
            watch.Configure(stricter);
            watch.IsTightened = true;
        }
    }

    private void ApplyPending(BreakerWatch watch, BoardContext context)
    {
        if (!watch.IsTripped && (watch.Pending is not null || watch.IsDeletePending))
        {
            Apply(watch, watch.Pending, context);
        }
    }

    private void Apply(BreakerWatch watch, CircuitBreaker? next, BoardContext context)
    {
        (watch.Pending, watch.IsDeletePending, watch.IsTightened) = (null, false, false);
        if (next is not null)
        {
            watch.Configure(next);
            return;
        }

        watch.Detach();
        _watches.Remove(watch);
        context.Postures.ReleaseAll(watch.ClaimPrefix);
    }

    private bool IsOnLiveAccount(BreakerWatch watch) => books.Accounts.Any(account => !account.IsPaper
        && (watch.Breaker.MeasureScope.CoversAccount(account.Id, account.Exchange)
            || watch.Breaker.ActScope.CoversAccount(account.Id, account.Exchange)));
}
