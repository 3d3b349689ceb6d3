using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>One breaker at work: measures its condition, qualifies, and hands its cells to <see cref="TripCycle"/> when they trip.</summary>
internal sealed partial class BreakerWatch
{
    private static readonly Qualification AtOnce = new(TimeSpan.Zero, 1);

    private readonly RiskBooks _books;
    private Action<decimal>? _flowListener;
    private decimal[] _levels = [];
    private Qualification[] _qualify = [];
    private bool _isBusy = true;
    private bool _isPaced;
    private int _cellsFor = -1;

    public BreakerWatch(CircuitBreaker breaker, RiskBooks books)
    {
        _books = books;
        Breaker = breaker;
        ClaimPrefix = $"breaker:{breaker.Id:N}:";
        LockPrefix = $"lock:{breaker.Id:N}:";
        Condition = ConditionCatalog.ConditionOf(breaker.Type)
            ?? throw new ArgumentException($"Unknown condition {breaker.Type}.", nameof(breaker));
        Scope = books.ScopeOf(breaker.MeasureScope);
        Meter = MakeMeter();
        Configure();
        SyncCells();
    }

    public CircuitBreaker Breaker { get; private set; }

    public ICondition Condition { get; private set; }

    public ConditionMeter Meter { get; private set; }

    public ScopeBook Scope { get; private set; }

    public List<WatchCell> Cells { get; } = [];

    public bool IsPerPosition { get; private set; }

    public bool HearsPrices { get; private set; }

    /// <summary>The configuration that waits for a day boundary; null when none does.</summary>
    public CircuitBreaker? Pending { get; set; }

    public bool IsDeletePending { get; set; }

    /// <summary>True while it is tighter than its revision says: a later one asked for it, and the rest of that waits.</summary>
    public bool IsTightened { get; set; }

    public int TripSeq { get; set; }

    public int AutoRearms { get; set; }

    public int AutoRearmDay { get; set; }

    public DateTimeOffset? LastTrippedAt { get; set; }

    /// <summary>Grows with every change that a person may have acted upon.</summary>
    public long StateVersion { get; set; }

    /// <summary>True while it measures from a peak that candles told when nobody watched: such a peak closes nothing without live confirmation.</summary>
    public bool IsReconstructed { get; set; }

    /// <summary>How far its worst cell is from what it measures from.</summary>
    public decimal Height => Cells.Select(cell => Meter.UnknownReasonOf(cell.Position) is null ? Meter.Measure(cell.Position) : 0).DefaultIfEmpty().Max();

    /// <summary>Why the last evaluation failed; null when it did not.</summary>
    public string? Error { get; set; }

    /// <summary>What it holds to while it refuses new risk.</summary>
    public Enforcer Enforcer { get; } = new();

    public bool HasSteps => Cells.Exists(cell => cell.Steps.Count > 0);

    /// <summary>Speaks for the breaker as a whole: a cell that tripped, else any; one of its own while no position is watched.</summary>
    public WatchCell Speaker => Cells.Find(cell => cell.IsTripped) ?? (Cells.Count > 0 ? Cells[0] : new WatchCell(null, _levels.Length));

    public bool IsTripped => Cells.Exists(cell => cell.IsTripped);

    /// <summary>A breaker keeps its id over all its revisions.</summary>
    public string ClaimPrefix { get; }

    /// <summary>Owners of its locks begin so; not with its other claims, which a resume releases.</summary>
    public string LockPrefix { get; }

    /// <summary>The act scope: for a watched position only where it lies inside.</summary>
    public bool Acts(WatchCell cell) => cell.Position is null || TripPlan.Covers(Breaker.ActScope, cell.Position);

    /// <summary>What the stages that fired do in this trip of the day.</summary>
    public IEnumerable<BreakerAction> ActionsOf(WatchCell cell, int firstStage = 0) => Breaker.Stages.Skip(firstStage).Take(cell.StagesFired - firstStage)
        .SelectMany(stage => stage.Actions).Where(action => action.FromTrip <= cell.TripsInDay);

    /// <summary>Share of its threshold that the market analysis leaves to it.</summary>
    public decimal MarketShare { get; private set; } = 1;

    /// <summary>The threshold in force: the configured one, or a narrower one while the market analysis calls for it.</summary>
    public decimal Threshold => Breaker.Threshold * MarketShare;

    /// <summary>The threshold in force for a cell.</summary>
    public decimal ThresholdOf(WatchCell? cell) => cell?.Grace ?? Threshold;

    /// <summary>True when the condition trips at or below its threshold.</summary>
    public bool IsFalling => Condition.Description.IsFalling;

    public decimal LevelOf(WatchCell cell, int stage) =>
        cell.Grace is { } grace ? TripLevels.Of(grace, Breaker.Stages[stage].At, IsFalling) : _levels[stage];

    /// <summary>The value at which a tripped cell counts as clear: short of its first stage by the hysteresis.</summary>
    public decimal ClearLevel(WatchCell cell) =>
        LevelOf(cell, 0) * (Breaker.ClearAt ?? Condition.Description.DefaultClearAt);

    /// <summary>True while a price has nothing to tell it: it is judged with the clock and at rest.</summary>
    public bool SleepsThroughPrices => _isPaced && !_isBusy;

    public void Evaluate(BoardContext context)
    {
        if (Breaker.Mode == BreakerMode.Off)
        {
            return;
        }

        var reason = Meter.UnknownReason;
        if (reason is null)
        {
            Meter.Observe();
            if (!_isBusy && !Meter.MayReachAny(_levels[0]))
            {
                return;
            }
        }

        // What is not busy has quiet cells alone, or paced ones that cannot see.
        var mayBeBusy = _isBusy || _isPaced;
        _isBusy = false;
        for (var i = 0; i < Cells.Count; i++)
        {
            var cell = Cells[i];
            var cellReason = reason ?? Meter.UnknownReasonOf(cell.Position);
            if (cellReason is not null || (mayBeBusy && !cell.IsQuiet) || Meter.Reaches(cell.Position, _levels[0]))
            {
                Evaluate(cell, cellReason, context);
                _isBusy |= !cell.IsQuiet && !MayWait(cell);
            }
        }
    }

    public void Configure(CircuitBreaker breaker)
    {
        var keepsMeter = breaker.Type == Breaker.Type && breaker.Settings.SequenceEqual(Breaker.Settings)
            && ScopeKey.Of(breaker.MeasureScope) == ScopeKey.Of(Breaker.MeasureScope);
        foreach (var cell in Cells)
        {
            cell.StagesFired = cell.IsTripped ? FiredOf(breaker, cell) : 0;
        }

        Breaker = breaker;
        if (!keepsMeter)
        {
            Condition = ConditionCatalog.ConditionOf(breaker.Type)
                ?? throw new ArgumentException($"Unknown condition {breaker.Type}.", nameof(breaker));
            var former = Meter;
            Scope.FlowListeners.Remove(_flowListener!);
            Scope = _books.ScopeOf(breaker.MeasureScope);
            Meter = MakeMeter();
            former.Release();
            IsReconstructed = false;
            Cells.RemoveAll(cell => !cell.IsTripped);
        }

        Configure();
        SyncCells();
        StateVersion++;
    }

    /// <summary>Something about the positions changed: everything is judged anew, and cells follow positions that came or went.</summary>
    public void FollowPositions()
    {
        _isBusy = true;
        FollowMarkets();
        if (_cellsFor != Scope.Version)
        {
            SyncCells();
        }
    }

    /// <summary>A drawdown is tolerated as far as the strictest market lets it in which something is held.</summary>
    public void FollowMarkets()
    {
        var share = 1m;
        for (var i = 0; i < Scope.Positions.Count && Condition.FollowsMarkets; i++)
        {
            share = Math.Min(share, Scope.Positions[i].Contract.Advice.Drawdown);
        }

        share = Math.Max(share, 1 - _books.Settings.MarketDrawdownCut);

        if (share != MarketShare)
        {
            MarketShare = share;
            _isBusy = true;
            StateVersion++;
            SetLevels();
        }
    }

    /// <summary>One cell for the scope, or one per open position; a tripped cell outlives its position.</summary>
    public void SyncCells()
    {
        _isBusy = true;
        _cellsFor = Scope.Version;
        if (!IsPerPosition)
        {
            if (Cells.Count == 0)
            {
                Cells.Add(new WatchCell(null, _levels.Length));
            }

            return;
        }

        foreach (var cell in Cells)
        {
            cell.Position = Scope.Positions.Find(position => position.Key == cell.Leg);
        }

        Cells.RemoveAll(cell => cell.Position is null && !cell.IsTripped);
        foreach (var position in Scope.Positions.Where(position => !Cells.Exists(cell => cell.Leg == position.Key)))
        {
            Cells.Add(new WatchCell(position.Key, _levels.Length) { Position = position });
        }
    }

    /// <summary>Takes the settings' qualifications over where the breaker names none; what has been counted stays.</summary>
    public void Requalify()
    {
        FollowMarkets();
        _qualify = [.. Breaker.Stages.Select(stage => Breaker.Qualify ?? DefaultFor(stage))];
    }

    public void Detach()
    {
        Scope.FlowListeners.Remove(_flowListener!);
        Meter.Release();
    }

    /// <summary>What is judged with the clock and cannot see now is looked at again with the clock.</summary>
    private bool MayWait(WatchCell cell) => _isPaced && cell is { BlindSince: not 0, IsTripped: false };

    private void Evaluate(WatchCell cell, string? reason, BoardContext context)
    {
        if (reason is not null)
        {
            Blindness.Continue(this, cell, reason, context);
        }
        else
        {
            Blindness.End(this, cell, context);
            EndGrace(cell);
            if (Qualified(cell, context) is { } stage)
            {
                TripCycle.Fire(this, cell, stage, context);
            }
            else if (!cell.IsTripped)
            {
                cell.Status = cell.Stages[0].Since != 0 ? BreakerStatus.Qualifying : BreakerStatus.Armed;
            }
        }

        if (cell.IsTripped)
        {
            TripCycle.Continue(this, cell, isKnown: reason is null, context);
        }
    }

    /// <summary>The highest stage that has held long enough and has not fired in this trip; null when none.</summary>
    private int? Qualified(WatchCell cell, BoardContext context)
    {
        int? qualified = null;
        for (var i = cell.StagesFired; i < _levels.Length; i++)
        {
            if (!Meter.Reaches(cell.Position, LevelOf(cell, i)))
            {
                Array.Clear(cell.Stages, i, cell.Stages.Length - i);
                break;
            }

            ref var progress = ref cell.Stages[i];
            Count(ref progress, context);
            var held = context.Now - progress.Since >= _qualify[i].For.Ticks && progress.Samples >= _qualify[i].MinSamples;
            if (held ? Sources.MayAct(this, cell, i, context) : Sources.IsBeyondDoubt(this, cell, i, context))
            {
                qualified = i;
            }
        }

        return qualified;
    }

    private void Count(ref StageProgress progress, BoardContext context)
    {
        var venueAt = _books.Clock.Newest.VenueAt.UtcTicks;
        var isSample = context.IsSample || Meter.SamplesClock;
        if (progress.Since == 0)
        {
            progress = new StageProgress(context.Now, 1, venueAt);
        }
        else if (isSample && venueAt != progress.LastVenueAt)
        {
            progress = progress with { Samples = progress.Samples + 1, LastVenueAt = venueAt };
        }
    }

    private void EndGrace(WatchCell cell)
    {
        if (cell.Grace is not null && Meter.IsGraceOver)
        {
            cell.Grace = null;
            StateVersion++;
        }
    }

    private ConditionMeter MakeMeter()
    {
        var meter = Condition.CreateMeter(new MeterContext(Breaker, Scope, _books));
        _flowListener = meter.OnFlow;
        Scope.FlowListeners.Add(_flowListener);
        return meter;
    }

    private void Configure()
    {
        IsPerPosition = Condition.IsPerPosition(Breaker);
        _isPaced = Meter.IsPaced;
        HearsPrices = Meter.HearsPrices;
        SetLevels();
        Requalify();
        foreach (var cell in Cells)
        {
            cell.Stages = new StageProgress[_levels.Length];
        }
    }

    private void SetLevels() => _levels = [.. Breaker.Stages.Select(stage => TripLevels.Of(Threshold, stage.At, IsFalling))];

    /// <summary>Of the stages of a next revision those count as fired that were reached in this trip and ask for nothing but what was done.</summary>
    private int FiredOf(CircuitBreaker next, WatchCell cell)
    {
        if (cell.StagesFired == 0)
        {
            return 0;
        }

        var done = ActionsOf(cell).ToHashSet();
        var reached = _levels[cell.StagesFired - 1];
        return next.Stages
            .TakeWhile(stage => TripLevels.Reaches(reached, TripLevels.Of(next.Threshold, stage.At, IsFalling), IsFalling)
                && stage.Actions.All(action => action.Kind == BreakerActionKind.Notify || done.Contains(action)))
            .Count();
    }

    private Qualification DefaultFor(Stage stage) => stage.Actions.Any(Reduces) ? new(_books.Settings.CloseAfter, _books.Settings.CloseSamples)
        : stage.Actions.Any(action => action.Kind != BreakerActionKind.Notify) ? new(_books.Settings.PauseAfter, _books.Settings.PauseSamples)
        : AtOnce;

    internal static bool Reduces(BreakerAction action) =>
        action.Kind is BreakerActionKind.ReducePosition or BreakerActionKind.ClosePositions;
}
