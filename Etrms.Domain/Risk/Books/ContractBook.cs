using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Market;

namespace Etrms.Domain.Risk.Books;

/// <summary>One contract: its rules, its newest believable mark, and the positions that stand in it.</summary>
internal sealed class ContractBook(InstrumentId id)
{
    private decimal _told;
    private long _toldVenueAt;
    private decimal _suspect;
    private int _suspectTicks;
    private long _suspectVenueAt;
    private MarketAdvice _seen = MarketAdvice.None;

    public InstrumentId Id { get; } = id;

    public Instrument? Rules { get; private set; }

    /// <summary>Wall ticks at which the venue last listed it; 0 until it did.</summary>
    public long RulesAt { get; private set; }

    /// <summary>True when the rules are too old to open anything by, as the clock last found.</summary>
    public bool AreRulesStale { get; private set; }

    /// <summary>The rules with a margin table that may be believed; null without one.</summary>
    public Instrument? Table => Rules is { Brackets.IsEmpty: false } && !AreRulesStale ? Rules : null;

    public string Underlying => Rules?.Underlying ?? Id.Symbol;

    /// <summary>0 until one was seen.</summary>
    public decimal Mark { get; private set; }

    public decimal Index { get; private set; }

    /// <summary>Wall ticks of the newest mark, streamed or asked for; 0 until one was seen.</summary>
    public long MarkAt { get; private set; }

    /// <summary>Wall ticks at which the stream last told a believable mark; 0 until it did.</summary>
    public long StreamedAt { get; private set; }

    /// <summary>True after a mark was rejected, until a believable one arrives.</summary>
    public bool IsDoubtful { get; private set; }

    public decimal Bid { get; set; }

    public decimal Ask { get; set; }

    /// <summary>What bids; null when nothing does or nobody told.</summary>
    public BookDepth? Bids { get; private set; }

    public BookDepth? Asks { get; private set; }

    /// <summary>Wall ticks at which the book was last told; 0 until it was.</summary>
    public long DepthAt { get; private set; }

    /// <summary>The funding to come; null until the venue told one.</summary>
    public FundingForecast? Funding { get; private set; }

    /// <summary>Wall ticks at which the venue last told the funding to come.</summary>
    public long FundingAt { get; private set; }

    public List<PositionBook> Positions { get; } = [];

    public HourCloses Hours { get; } = new();

    /// <summary>What the market analysis says; null when it never said anything.</summary>
    public MarketStanding? Market { get; private set; }

    /// <summary>What it calls for, with nothing forgotten that it no longer sees.</summary>
    public MarketAdvice Advice { get; private set; } = MarketAdvice.None;

    /// <summary>Takes over what the venue lists.</summary>
    public void List(Instrument rules, long now) => (Rules, RulesAt, AreRulesStale) = (rules, now, false);

    /// <summary>Looks at the age of the rules; true when they have just become too old.</summary>
    public bool Age(long now, RiskSettings settings)
    {
        var was = AreRulesStale;
        AreRulesStale = Rules is not null && now - RulesAt > settings.RulesStaleAfter.Ticks;
        return AreRulesStale && !was;
    }

    /// <summary>Notes that a mark was told, believable or not; false for one that was told before or that a newer one has overtaken on its way.</summary>
    public bool Hear(decimal mark, long venueAt)
    {
        if (EngineClock.IsOvertaken(venueAt, _toldVenueAt) || (venueAt == _toldVenueAt && mark == _told))
        {
            return false;
        }

        (_told, _toldVenueAt) = (mark, venueAt);
        return true;
    }

    /// <summary>Takes in a mark; false when it is not believable: not positive, or off by an absurd factor for a tick or two.</summary>
    public bool TryMark(decimal mark, decimal index, long venueAt, long now, RiskSettings settings)
    {
        if (mark <= 0 || (Mark > 0 && IsOutlier(mark, Mark, settings.MaxMarkFactor) && !IsConfirmed(mark, venueAt, settings)))
        {
            IsDoubtful = true;
            foreach (var position in Positions)
            {
                position.Account.Doubt();
            }

            return false;
        }

        _suspectTicks = 0;
        IsDoubtful = false;
        Mark = mark;
        Index = index;
        MarkAt = now;
        return true;
    }

    /// <summary>The newest mark came by the stream.</summary>
    public void HearStream() => StreamedAt = MarkAt;

    /// <summary>Values the positions of some accounts at a price of the past for a moment; the mark's age stays what it was.</summary>
    public void Suppose(decimal price, HashSet<AccountBook> accounts)
    {
        Mark = price;
        foreach (var position in Positions.Where(position => accounts.Contains(position.Account)))
        {
            Revalue(position);
        }
    }

    public void ShowDepth(BookDepth? bids, BookDepth? asks, long now) => (Bids, Asks, DepthAt) = (bids, asks, now);

    /// <summary>Distance from the mark at which a position of this size would leave by the newest book, as a fraction; half the spread without depth.</summary>
    public decimal LeavingCost(decimal quantity)
    {
        var sign = Math.Sign(quantity);
        var depth = sign > 0 ? Bids : Asks;
        var touch = sign > 0 ? Bid : Ask;
        var price = depth is not null ? depth.Best * (1 - (sign * depth.SweepDistance(Math.Abs(quantity)))) : touch;
        return Mark > 0 && price > 0 ? Math.Max(sign * (Mark - price) / Mark, 0) : 0;
    }

    /// <summary>As much of what the market calls for as the trader lets it do.</summary>
    public MarketAdvice AdviceWithin(RiskSettings settings) =>
        Advice.Within(settings.MarketSizeCut, settings.MarketDrawdownCut, settings.MarketStopWidening);

    /// <summary>
    /// Times its usual distance at which a stop belongs by what is seen now. What was only seen before keeps sizes small but moves no stop away.
    /// </summary>
    /// <param name="since">Wall ticks before which what was told is stale.</param>
    public decimal StopSeen(long since) => Market is { } market && market.At.UtcTicks >= since ? _seen.Stop : 1;

    public void Assess(MarketAssessment assessment, DateTimeOffset at) => Stand(new(assessment, assessment.Over(Market?.Held ?? MarketAssessment.Unknown), at));

    /// <summary>
    /// The same, were the spread so many times as wide and only a share of the depth there; null when nobody told lately what stands in the book.
    /// </summary>
    public decimal? LeavingCost(decimal quantity, decimal spreads, decimal share, long since)
    {
        var sign = Math.Sign(quantity);
        return (sign > 0 ? Bids : Asks) is { } depth && DepthAt >= since && Mark > 0
            ? (Math.Max(sign * (Mark - depth.Best) / Mark, 0) * spreads) + depth.SweepDistance(Math.Abs(quantity) / share)
            : null;
    }

    /// <summary>Takes in the funding to come. The time between two fundings is learned when one has passed.</summary>
    public void Foretell(decimal? rate, DateTimeOffset? nextAt, long now)
    {
        if (rate is not { } fraction || nextAt is not { } at)
        {
            return;
        }

        FundingAt = now;
        if (Funding is { } known && (known.Rate, known.NextAt) == (fraction, at))
        {
            return;
        }

        var step = Funding is { } before && at > before.NextAt ? at - before.NextAt : TimeSpan.Zero;
        var interval = step > TimeSpan.Zero && step <= FundingForecast.LongestInterval ? step : Funding?.Interval ?? FundingForecast.Usual(Id.Exchange);
        Funding = new FundingForecast(fraction, at, interval);
    }

    /// <summary>True when the mark is far from the index; false without an index.</summary>
    public bool IsOffIndex(decimal deviation) => Index > 0 && Math.Abs(Mark - Index) > deviation * Index;

    public ContractState Capture() => new()
    {
        Id = Id,
        Rules = Rules,
        RulesAt = EngineClock.At(RulesAt),
        AreRulesStale = AreRulesStale,
        Mark = Mark,
        Index = Index,
        MarkAt = EngineClock.At(MarkAt),
        StreamedAt = EngineClock.At(StreamedAt),
        IsDoubtful = IsDoubtful,
        Bids = Bids,
        Asks = Asks,
        DepthAt = EngineClock.At(DepthAt),
        Bid = Bid,
        Ask = Ask,
        Suspect = _suspect,
        SuspectTicks = _suspectTicks,
        SuspectVenueAt = EngineClock.At(_suspectVenueAt),
        Told = _told,
        ToldVenueAt = EngineClock.At(_toldVenueAt),
        Funding = Funding,
        FundingAt = EngineClock.At(FundingAt),
        Hours = Hours.Capture(),
        Market = Market,
    };

    public void Restore(ContractState state)
    {
        (Rules, RulesAt, AreRulesStale) = (state.Rules, state.RulesAt.UtcTicks, state.AreRulesStale);
        (Mark, Index, MarkAt, IsDoubtful) = (state.Mark, state.Index, state.MarkAt.UtcTicks, state.IsDoubtful);
        StreamedAt = state.StreamedAt.UtcTicks;
        (Bids, Asks, DepthAt) = (state.Bids, state.Asks, state.DepthAt.UtcTicks);
        (Bid, Ask) = (state.Bid, state.Ask);
        (_suspect, _suspectTicks, _suspectVenueAt) = (state.Suspect, state.SuspectTicks, state.SuspectVenueAt.UtcTicks);
        (_told, _toldVenueAt) = (state.Told, state.ToldVenueAt.UtcTicks);
        (Funding, FundingAt) = (state.Funding, state.FundingAt.UtcTicks);
        Hours.Restore(state.Hours);
        Stand(state.Market);
    }

    /// <summary>Carries a new mark into the positions and the sums of their accounts; false when nobody holds the contract.</summary>
    public bool Revalue()
    {
        for (var i = 0; i < Positions.Count; i++)
        {
            Revalue(Positions[i]);
        }

        return Positions.Count > 0;
    }

    private static void Revalue(PositionBook position)
    {
        var account = position.Account;
        account.UnrealizedPnl -= position.UnrealizedPnl;
        account.Gross -= position.Notional;
        position.Revalue();
        account.UnrealizedPnl += position.UnrealizedPnl;
        account.Gross += position.Notional;
    }

    /// <summary>Values the positions at a price of a quiet spell or of a question; nothing of it is remembered, and a mark takes its place.</summary>
    public void Imagine(decimal mark)
    {
        Mark = mark;
        foreach (var position in Positions)
        {
            position.Account.UnrealizedPnl -= position.UnrealizedPnl;
            position.Account.Gross -= position.Notional;
            position.Count();
            position.Account.UnrealizedPnl += position.UnrealizedPnl;
            position.Account.Gross += position.Notional;
        }
    }

    private void Stand(MarketStanding? standing)
    {
        Market = standing;
        Advice = standing is null ? MarketAdvice.None : MarketAdvice.Of(standing.Held);
        _seen = standing is null ? MarketAdvice.None : MarketAdvice.Of(standing.Newest);
    }

    private static bool IsOutlier(decimal mark, decimal reference, decimal factor) => mark > reference * factor || mark * factor < reference;

    /// <summary>A true jump repeats itself; the tick of a broken feed does not.</summary>
    private bool IsConfirmed(decimal mark, long venueAt, RiskSettings settings)
    {
        if (_suspectTicks == 0 || IsOutlier(mark, _suspect, 1.1m))
        {
            (_suspect, _suspectTicks, _suspectVenueAt) = (mark, 1, venueAt);
            return false;
        }

        if (venueAt != _suspectVenueAt)
        {
            _suspectVenueAt = venueAt;
            _suspectTicks++;
        }

        return _suspectTicks >= settings.MarkFactorConfirmations;
    }
}
