namespace Etrms.Domain.Risk.Books;

/// <summary>Time as the inputs tell it. Never runs backwards: when our wall clock is set back, ages go on from where they were.</summary>
internal sealed class EngineClock
{
    /// <summary>Smaller steps back are messages out of order.</summary>
    private static readonly long SetBack = TimeSpan.FromSeconds(60).Ticks;

    /// <summary>A step back of market time by more than this is a venue that jumped, such as a replay that was set to an earlier start.</summary>
    private static readonly long Jump = TimeSpan.FromDays(1).Ticks;

    private long _correction;

    /// <summary>Wall time in ticks: ages, qualification, cool-downs.</summary>
    public long Now { get; private set; }

    /// <summary>Market time in ticks: trading day, windows, equity points.</summary>
    public long MarketNow { get; private set; }

    public EventTimes Newest { get; private set; }

    public DateTimeOffset Wall => At(Now);

    public DateTimeOffset Market => At(MarketNow);

    public static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);

    /// <summary>Takes in the clocks of an input; true when market time jumped back.</summary>
    public bool Advance(in EventTimes times)
    {
        var wall = times.ReceivedAt.UtcTicks + _correction;
        if (wall < Now - SetBack)
        {
            _correction += Now - wall;
            wall = Now;
        }

        Now = Math.Max(Now, wall);
        var market = times.MarketAt.UtcTicks;
        var hasJumped = market < MarketNow - Jump;
        MarketNow = hasJumped ? market : Math.Max(MarketNow, market);
        Newest = times;
        return hasJumped;
    }

    public ClockState Capture() => new(At(Now), At(MarketNow), TimeSpan.FromTicks(_correction), Newest);

    public void Restore(ClockState state)
    {
        Now = state.Wall.UtcTicks;
        MarketNow = state.Market.UtcTicks;
        _correction = state.Correction.Ticks;
        Newest = state.Newest;
    }
}
