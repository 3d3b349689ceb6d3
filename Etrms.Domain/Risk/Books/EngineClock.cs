namespace Etrms.Domain.Risk.Books;

/// <summary>Time as the inputs tell it. Never runs backwards: when our wall clock is set back, ages go on from where they were.</summary>
internal sealed class EngineClock
{
    /// <summary>Smaller steps back are messages out of order.</summary>
    private static readonly long SetBack = TimeSpan.FromSeconds(60).Ticks;

    /// <summary>
    /// Prices tell market time, and a venue may jump: a replay is set to another start. Other inputs tell of the past (bookings that
    /// were missed) or of a clock that does not know the replay yet, so they never move market time this far.
    /// </summary>
    private static readonly long Jump = TimeSpan.FromDays(1).Ticks;

    private bool _hasPrice;
    private long _correction;

    /// <summary>Wall time in ticks: ages, qualification, cool-downs.</summary>
    public long Now { get; private set; }

    /// <summary>Market time in ticks: trading day, windows, equity points.</summary>
    public long MarketNow { get; private set; }

    /// <summary>The venue's wall clock as its prices tell it, in ticks: a witness that nobody at this machine can set.</summary>
    public long VenueNow { get; private set; }

    /// <summary>Market time of the newest price, in ticks.</summary>
    public long PricedMarket { get; private set; }

    public EventTimes Newest { get; private set; }

    public DateTimeOffset Wall => At(Now);

    public DateTimeOffset Market => At(MarketNow);

    public static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);

    /// <summary>True when a newer message of the same clock came first. A clock that is set back by more is another clock.</summary>
    public static bool IsOvertaken(long at, long newest) => at < newest && at > newest - SetBack;

    /// <summary>Takes in the clocks of an input; true when market time jumped back.</summary>
    public bool Advance(in EventTimes times, bool isPrice)
    {
        var wall = times.ReceivedAt.UtcTicks + _correction;
        if (wall < Now - SetBack)
        {
            _correction += Now - wall;
            wall = Now;
        }

        Now = Math.Max(Now, wall);
        Newest = times;
        if (isPrice)
        {
            VenueNow = Math.Max(VenueNow, times.VenueAt.UtcTicks);
            PricedMarket = IsOvertaken(times.MarketAt.UtcTicks, PricedMarket) ? PricedMarket : times.MarketAt.UtcTicks;
        }

        return AdvanceMarket(times.MarketAt.UtcTicks, isPrice);
    }

    public ClockState Capture() => new(At(Now), At(MarketNow), TimeSpan.FromTicks(_correction), Newest, _hasPrice)
    {
        VenueNow = At(VenueNow),
        PricedMarket = At(PricedMarket),
    };

    public void Restore(ClockState state)
    {
        Now = state.Wall.UtcTicks;
        MarketNow = state.Market.UtcTicks;
        _correction = state.Correction.Ticks;
        Newest = state.Newest;
        _hasPrice = state.HasPrice;
        (VenueNow, PricedMarket) = (state.VenueNow.UtcTicks, state.PricedMarket.UtcTicks);
    }

    private bool AdvanceMarket(long market, bool isPrice)
    {
        var hasJumpedBack = isPrice && market < MarketNow - Jump;
        if (hasJumpedBack || (market > MarketNow && (isPrice || !_hasPrice || market <= MarketNow + Jump)))
        {
            MarketNow = market;
        }

        _hasPrice |= isPrice;
        return hasJumpedBack;
    }
}
