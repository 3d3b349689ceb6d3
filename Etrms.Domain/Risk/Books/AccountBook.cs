using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk.Books;

/// <summary>One exchange account: wallet, open positions, resting orders and how far they may be believed.</summary>
internal sealed class AccountBook(AccountId id, Exchange exchange, string name, bool isPaper)
{
    private long _reasonStep = -1;
    private string? _reason;
    private Soundness _sound = Soundness.None;
    private readonly List<PositionBook> _revalued = [];
    private decimal _maintenance;
    private int _unknownMargins;

    public AccountId Id { get; } = id;

    public Exchange Exchange { get; } = exchange;

    public string Name { get; set; } = name;

    public bool IsPaper { get; set; } = isPaper;

    /// <summary>Sorted by key, so that every sum and every plan has one order.</summary>
    public List<PositionBook> Positions { get; } = [];

    public Dictionary<(bool IsConditional, string OrderId), Order> Orders { get; } = [];

    /// <summary>Open and just closed round trips by leg; a fill may arrive after the position is already gone.</summary>
    public Dictionary<PositionKey, RoundTrip> Trips { get; } = [];

    /// <summary>Legs that the stream reported flat: a reading that is older must not bring them back.</summary>
    public SortedDictionary<PositionKey, ToldFlat> Ended { get; } = [];

    /// <summary>Legs that the venue closed by itself and whose stops may be left behind.</summary>
    public SortedSet<PositionKey> Forced { get; } = [];

    public WalletAudit Audit { get; } = new();

    public SeenIds Fills { get; } = new(4096);

    public SeenIds Entries { get; } = new(4096);

    /// <summary>Orders of about the last minute with the wall ticks at which they were first seen.</summary>
    public RecentOrders Recent { get; } = new();

    /// <summary>Orders that were heard of, so that a change of an old one is not a new one.</summary>
    public SeenIds SeenOrders { get; } = new(4096);

    public EndedOrders EndedOrders { get; } = new();

    public string Asset { get; set; } = "USDT";

    public decimal Wallet { get; set; }

    /// <summary>Market time of the stream's newest report of the wallet; an older one that arrives later is passed over.</summary>
    public DateTimeOffset WalletAt { get; set; }

    /// <summary>Wall ticks at which that report came in.</summary>
    public long WalletToldAt { get; set; }

    public AccountBalance? Balance { get; set; }

    public decimal UnrealizedPnl { get; set; }

    public decimal Gross { get; set; }

    /// <summary>US dollars that one of its coin is worth; 1 while nobody says otherwise.</summary>
    public decimal CollateralRate { get; set; } = 1;

    /// <summary>Wallet and open profit in its coin, as the venue counts.</summary>
    public decimal Value => Wallet + UnrealizedPnl;

    /// <summary>The same at what the coin is worth.</summary>
    public decimal Equity => CollateralRate == 1 ? Value : Value * CollateralRate;

    /// <summary>Wall ticks of the newest full reading; 0 before the first.</summary>
    public long ReadAt { get; set; }

    /// <summary>Market ticks of that reading as the venue tells them; 0 when none did.</summary>
    public long ReadingAt { get; set; }

    /// <summary>Computed equity at that reading, to compare with the venue's own value; null when a mark was missing or the positions were in doubt.</summary>
    public decimal? EquityAtReading { get; set; }

    /// <summary>Readings in a row whose value was not ours; one alone may be a price that moved while it was read.</summary>
    public int ReadingsOff { get; set; }

    /// <summary>Wall ticks at which the venue's own word was last asked for; 0 before the first time.</summary>
    public long ConfirmAskedAt { get; set; }

    public bool IsHedgeMode { get; set; }

    /// <summary>Wall ticks of the last sign of the private stream; 0 before the first.</summary>
    public long StreamAt { get; set; }

    public bool IsStreamAlive { get; set; }

    /// <summary>Wall ticks of the first reading without positions while some are open; 0 when not in doubt.</summary>
    public long DoubtfulSince { get; set; }

    /// <summary>Wall ticks since which round trips have not matched the venue's positions; 0 when they match.</summary>
    public long TripsOffSince { get; set; }

    public decimal FundingToday { get; set; }

    public decimal FeesToday { get; set; }

    public bool IsRead => ReadAt != 0;

    /// <summary>What the venue said the account is worth at the newest reading, less what we computed at that moment.</summary>
    public decimal ValueOff => Balance is { } balance && EquityAtReading is { } ours ? balance.MarginBalance - ours : 0;

    public PositionBook? Find(InstrumentId instrument, PositionSide side)
    {
        foreach (var position in Positions)
        {
            if (position.Side == side && position.Contract.Id == instrument)
            {
                return position;
            }
        }

        return null;
    }

    public RoundTrip TripOf(PositionKey key)
    {
        if (!Trips.TryGetValue(key, out var trip))
        {
            Trips[key] = trip = new RoundTrip();
        }

        return trip;
    }

    /// <summary>True when a stream or a reading vouches for wallet and positions.</summary>
    public bool IsConfirmed(long now, RiskSettings settings) =>
        now - ReadAt <= settings.AccountCheckStaleAfter.Ticks || IsStreamFresh(now, settings);

    /// <summary>True when the venue's account value and ours differ by more than two sources may.</summary>
    public bool IsValueOff(RiskSettings settings) => Balance is { } balance
        && Math.Abs(ValueOff) > Math.Max(settings.JumpTolerance, settings.SourcesAgreeWithin * Math.Abs(balance.MarginBalance));

    public bool IsStreamFresh(long now, RiskSettings settings) =>
        IsStreamAlive && now - StreamAt <= settings.UserStreamStaleAfter.Ticks;

    /// <summary>Why positions and orders cannot be told, whatever prices and balances do; null when they can.</summary>
    public string? HoldingsReason(long now, RiskSettings settings) => !IsRead ? "the account has not been read yet"
        : DoubtfulSince != 0 ? "the venue reported no positions once; a second reading decides"
        : IsConfirmed(now, settings) ? null : "the account has not been confirmed by the venue for too long";

    /// <summary>True when a position has margin of its own.</summary>
    public bool HasIsolated { get; private set; }

    /// <summary>Maintenance margin of all positions; null when a bracket table is missing. Only what has moved since is looked up again.</summary>
    public decimal? Maintenance
    {
        get
        {
            for (var i = 0; i < _revalued.Count; i++)
            {
                var position = _revalued[i];
                Count(position.Maintenance, -1);
                position.FindMaintenance();
                Count(position.Maintenance, 1);
            }

            _revalued.Clear();
            return _unknownMargins == 0 ? _maintenance : null;
        }
    }

    /// <summary>A position has a new value: its margin is looked up when somebody asks.</summary>
    public void NoteRevalued(PositionBook position) => _revalued.Add(position);

    /// <summary>Sums from scratch; ticks in between add differences, which decimal keeps exact.</summary>
    public void Sum()
    {
        UnrealizedPnl = Gross = _maintenance = 0;
        _unknownMargins = 0;
        HasIsolated = false;
        _revalued.Clear();
        foreach (var position in Positions)
        {
            UnrealizedPnl += position.UnrealizedPnl;
            Gross += position.Notional;
            HasIsolated |= position.Report.MarginMode == MarginMode.Isolated;
            position.FindMaintenance();
            Count(position.Maintenance, 1);
        }
    }

    /// <summary>Why equity and positions cannot be told, found once per step; null when they can.</summary>
    public string? UnknownReason(RiskBooks books)
    {
        if (_reasonStep != books.StepCount)
        {
            _reasonStep = books.StepCount;
            if (!_sound.Holds(books.FactCount, books.Clock.Now))
            {
                _reason = FindReason(books.Clock.Now, books.Settings);
                _sound = _reason is null ? new Soundness(books.FactCount, books.Clock.Now, SoundFor(books.Clock.Now, books.Settings)) : Soundness.None;
            }
        }

        return _reason;
    }

    /// <summary>A price of a contract that it holds is in doubt.</summary>
    public void Doubt() => _sound = Soundness.None;

    /// <summary>Ticks for which nothing falls due here as long as nothing is heard but prices; 0 when something is in doubt now.</summary>
    public long RestsFor(long now, RiskSettings settings)
    {
        if (!IsRead || DoubtfulSince != 0 || ReadingsOff != 0 || !Audit.IsSettled || Forced.Count > 0)
        {
            return 0;
        }

        var byReading = settings.AccountCheckStaleAfter.Ticks - (now - ReadAt);
        var byStream = IsStreamAlive ? settings.UserStreamStaleAfter.Ticks - (now - StreamAt) : 0;
        var byMarks = Positions.Count == 0 ? long.MaxValue : Math.Min(settings.MarkStaleAfter.Ticks, settings.NoNewRiskAfter.Ticks);
        return Math.Min(Math.Max(byReading, byStream), byMarks);
    }

    private void Count(decimal? margin, int sign)
    {
        var amount = margin ?? 0;
        _maintenance = sign > 0 ? _maintenance + amount : _maintenance - amount;
        _unknownMargins += margin is null ? sign : 0;
    }

    private string? FindReason(long now, RiskSettings settings)
    {
        if (!IsRead)
        {
            return "the account has not been read yet";
        }

        if (DoubtfulSince != 0)
        {
            return "the venue reported no positions once; a second reading decides";
        }

        if (!Audit.IsSettled)
        {
            return "the balance changed without a booking that explains it";
        }

        return IsConfirmed(now, settings) ? MarkReason(now, settings) : "the account has not been confirmed by the venue for too long";
    }

    /// <summary>Ticks for which nothing but a fact can make it unknown: newer prices only prolong it.</summary>
    private long SoundFor(long now, RiskSettings settings)
    {
        var rest = Math.Max(
            settings.AccountCheckStaleAfter.Ticks - (now - ReadAt), IsStreamAlive ? settings.UserStreamStaleAfter.Ticks - (now - StreamAt) : 0);
        foreach (var position in Positions)
        {
            rest = Math.Min(rest, settings.MarkStaleAfter.Ticks - (now - position.Contract.MarkAt));
        }

        return rest;
    }

    private string? MarkReason(long now, RiskSettings settings)
    {
        var oldest = now - settings.MarkStaleAfter.Ticks;
        foreach (var position in Positions)
        {
            if (position.Contract.MarkAt < oldest || position.Contract.IsDoubtful)
            {
                return position.Contract.IsDoubtful ? "a mark price was not believable" : "a mark price is stale";
            }
        }

        return null;
    }

    /// <summary>Known at a count of facts and a time, and for how long after it while no other fact comes in.</summary>
    private readonly record struct Soundness(long Facts, long From, long For)
    {
        public static readonly Soundness None = new(-1, 0, 0);

        public bool Holds(long facts, long now) => Facts == facts && now - From <= For;
    }
}
