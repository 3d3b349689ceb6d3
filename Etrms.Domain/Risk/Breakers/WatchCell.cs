using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>How long and over how many samples a stage has held. Ticks of our clock; 0 is "does not hold".</summary>
internal record struct StageProgress(long Since, int Samples, long LastVenueAt);

/// <summary>One place where a breaker can trip: its whole scope, or one position of it.</summary>
internal sealed class WatchCell(PositionKey? leg, int stages)
{
    public PositionKey? Leg { get; } = leg;

    /// <summary>The watched position while it is open.</summary>
    public PositionBook? Position { get; set; }

    public BreakerStatus Status { get; set; } = BreakerStatus.Armed;

    /// <summary>Stages that have fired in this trip.</summary>
    public int StagesFired { get; set; }

    public StageProgress[] Stages { get; set; } = new StageProgress[stages];

    public int TripSeq { get; set; }

    public int TripDay { get; set; }

    /// <summary>Trips in that trading day, this one included.</summary>
    public int TripsInDay { get; set; } = 1;

    public long TrippedAt { get; set; }

    /// <summary>The venue's clock at the trip, in ticks.</summary>
    public long TrippedVenueAt { get; set; }

    public long ActingSince { get; set; }

    public long ClearSince { get; set; }

    public long BlindSince { get; set; }

    public bool IsBlindAnnounced { get; set; }

    public bool IsBlindPolicyDone { get; set; }

    /// <summary>Threshold that holds since a resume with grace.</summary>
    public decimal? Grace { get; set; }

    /// <summary>True since it latched: only the trader arms it again, whatever its later stages do.</summary>
    public bool IsLatched { get; set; }

    /// <summary>Signed quantities in the act scope at the trip: what a share of the quantity is a share of.</summary>
    public SortedDictionary<PositionKey, decimal> Held { get; } = [];

    public List<PlanStep> Steps { get; } = [];

    /// <summary>True from the trip until it is armed again, also when a change left none of the stages that fired.</summary>
    public bool IsTripped => Status is BreakerStatus.Triggered or BreakerStatus.Acting or BreakerStatus.Verifying
        or BreakerStatus.CoolingDown or BreakerStatus.Latched or BreakerStatus.ActionError;

    public bool IsQuiet => Status == BreakerStatus.Armed && StagesFired == 0 && BlindSince == 0 && Stages[0].Since == 0 && Grace is null;

    /// <summary>Back to armed; what it was tripped by is forgotten.</summary>
    public void Rearm()
    {
        Status = BreakerStatus.Armed;
        StagesFired = 0;
        IsLatched = false;
        ClearSince = ActingSince = 0;
        Array.Clear(Stages);
        Held.Clear();
        Steps.Clear();
    }

    public CellState Capture() => new()
    {
        Leg = Leg is { } leg ? new LegName(leg.Account, leg.Instrument, leg.Side) : null,
        Status = Status,
        StagesFired = StagesFired,
        Stages = [.. Stages.Select(stage => new StageState(EngineClock.At(stage.Since), stage.Samples, EngineClock.At(stage.LastVenueAt)))],
        TripSeq = TripSeq,
        TripDay = TripDay,
        TripsInDay = TripsInDay,
        TrippedAt = EngineClock.At(TrippedAt),
        TrippedVenueAt = EngineClock.At(TrippedVenueAt),
        ActingSince = EngineClock.At(ActingSince),
        ClearSince = EngineClock.At(ClearSince),
        BlindSince = EngineClock.At(BlindSince),
        IsBlindAnnounced = IsBlindAnnounced,
        IsBlindPolicyDone = IsBlindPolicyDone,
        Grace = Grace,
        IsLatched = IsLatched,
        Held = [.. Held.Select(leg => new AllowedLeg(new LegName(leg.Key.Account, leg.Key.Instrument, leg.Key.Side), leg.Value))],
        Steps = [.. Steps],
    };

    public static WatchCell Restore(CellState state)
    {
        var leg = state.Leg is { } name ? new PositionKey(name.Account, name.Instrument, name.Side) : (PositionKey?)null;
        var cell = new WatchCell(leg, state.Stages.Length)
        {
            Status = state.Status,
            StagesFired = state.StagesFired,
            Stages = [.. state.Stages.Select(stage => new StageProgress(stage.Since.UtcTicks, stage.Samples, stage.LastVenueAt.UtcTicks))],
            TripSeq = state.TripSeq,
            TripDay = state.TripDay,
            TripsInDay = state.TripsInDay,
            TrippedAt = state.TrippedAt.UtcTicks,
            TrippedVenueAt = state.TrippedVenueAt.UtcTicks,
            ActingSince = state.ActingSince.UtcTicks,
            ClearSince = state.ClearSince.UtcTicks,
            BlindSince = state.BlindSince.UtcTicks,
            IsBlindAnnounced = state.IsBlindAnnounced,
            IsBlindPolicyDone = state.IsBlindPolicyDone,
            Grace = state.Grace,
            IsLatched = state.IsLatched || state.Status == BreakerStatus.Latched,
        };
        foreach (var held in state.Held)
        {
            cell.Held[new PositionKey(held.Leg.Account, held.Leg.Instrument, held.Leg.Side)] = held.Quantity;
        }

        cell.Steps.AddRange(state.Steps);
        return cell;
    }
}
