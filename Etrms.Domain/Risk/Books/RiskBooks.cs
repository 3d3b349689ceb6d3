using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Measures;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk.Books;

/// <summary>Contracts, accounts and the scopes over them. Folds facts in place; a tick allocates nothing.</summary>
internal sealed partial class RiskBooks
{
    private readonly Dictionary<InstrumentId, ContractBook> _contracts = [];
    private readonly Dictionary<AccountId, AccountBook> _accountsById = [];
    private readonly List<AccountBook> _accounts = [];
    private readonly Dictionary<string, ScopeBook> _scopes = new(StringComparer.Ordinal);
    private readonly List<ScopeBook> _scopeList = [];
    private readonly List<ScopeMeasures> _measures = [];
    private readonly Dictionary<Exchange, long> _rulesAt = [];
    private readonly List<ClosedTrade> _closed = [];
    private readonly List<OpenedTrade> _opened = [];
    private readonly List<PlacedOrder> _placed = [];
    private readonly bool _isShown;

    /// <param name="settings">Ages and bounds.</param>
    /// <param name="isShown">False when nobody looks at what only snapshots show: then it is not measured.</param>
    public RiskBooks(RiskSettings settings, bool isShown)
    {
        Settings = settings;
        _isShown = isShown;
        Day = new DayBook(settings);
        Global = ScopeOf(Scope.Global);
        if (isShown)
        {
            Global.Measures.TailOf(RiskMeasuresOf.Confidence, 1);
            Global.Measures.TailOf(RiskMeasuresOf.Confidence, RiskMeasuresOf.LongHorizon);
        }
    }

    /// <summary>Why returns whose newest hour is long over are not used.</summary>
    public const string StaleHours = "the newest hour of past prices is too long ago";

    public RiskSettings Settings { get; private set; }

    public EngineClock Clock { get; } = new();

    public CollateralBook Collateral { get; } = new();

    public DayBook Day { get; }

    public ScopeBook Global { get; }

    /// <summary>Counts steps; whoever caches a sum keeps the number it was made at.</summary>
    public long StepCount { get; private set; }

    /// <summary>Counts what came in beside prices; what hangs on nothing else need not be looked at while it stands still.</summary>
    public long FactCount { get; private set; }

    public long RejectedInputs { get; set; }

    /// <summary>Wall ticks of the first input since this engine was made: silence before it was nobody's fault but ours.</summary>
    public long RunningSince { get; private set; }

    /// <summary>Sorted by id.</summary>
    public List<AccountBook> Accounts => _accounts;

    /// <summary>Round trips that ended in this step.</summary>
    public IReadOnlyList<ClosedTrade> Closed => _closed;

    /// <summary>Round trips that began in this step.</summary>
    public IReadOnlyList<OpenedTrade> Opened => _opened;

    /// <summary>Orders that were placed or refused in this step.</summary>
    public IReadOnlyList<PlacedOrder> Placed => _placed;

    /// <summary>The contract whose mark this step brought; null when it brought none.</summary>
    public ContractBook? Marked { get; private set; }

    public IEnumerable<ContractBook> Contracts => _contracts.Values;

    public List<ScopeBook> Scopes => _scopeList;

    /// <summary>The contract that stands for the whole market: BTC, of the first venue whose hours are known; null when none is.</summary>
    public ContractBook? Market { get; private set; }

    public void BeginStep(in EventTimes times, bool isPrice)
    {
        if (times.MarketAt.UtcTicks >= Day.NextAt)
        {
            // Periods start at the values before this input, judged by the clock before it.
            RefreshAll();
        }

        StepCount++;
        _closed.Clear();
        _opened.Clear();
        _placed.Clear();
        Marked = null;
        if (Clock.Advance(times, isPrice))
        {
            Retime();
        }

        RunningSince = RunningSince == 0 ? Clock.Now : RunningSince;
    }

    /// <summary>Goes on in the middle of a run.</summary>
    public void GoOnSince(DateTimeOffset start) => RunningSince = start.UtcTicks;

    /// <summary>True once when the trading day has changed; periods then start at the values before this input.</summary>
    public bool TryStartDay(out bool isNewWeek, out bool isNewMonth)
    {
        if (!Day.TryStart(Clock, out isNewWeek, out isNewMonth))
        {
            return false;
        }

        foreach (var scope in _scopeList)
        {
            scope.StartPeriods(isNewWeek, isNewMonth);
        }

        foreach (var account in _accounts)
        {
            account.FundingToday = account.FeesToday = 0;
        }

        return true;
    }

    /// <summary>Works with other settings from here on.</summary>
    public void Use(RiskSettings settings)
    {
        var movesDay = (settings.TradingDayZone, settings.TradingDayStart) != (Settings.TradingDayZone, Settings.TradingDayStart);
        Settings = settings;
        NoteFact();
        if (movesDay)
        {
            Day.Move(settings, Clock);
        }
    }

    /// <summary>Brings every scope up to date; a second call within a step does nothing.</summary>
    public void RefreshAll()
    {
        for (var i = 0; i < _scopeList.Count; i++)
        {
            _scopeList[i].Refresh();
        }
    }

    /// <summary>Takes in closed hours of a contract.</summary>
    public void Take(RiskEvent.HistoryLoaded e)
    {
        Contract(e.Instrument).Hours.Take(e.Hours);
        FindMarket();
    }

    /// <summary>Makes the measures of a scope, which are refreshed from then on.</summary>
    public ScopeMeasures Measure(ScopeBook scope)
    {
        var measures = new ScopeMeasures(scope, this);
        _measures.Add(measures);
        return measures;
    }

    /// <summary>Measures every scope that somebody looks at.</summary>
    public void RefreshMeasures(bool isTick)
    {
        for (var i = 0; i < _measures.Count; i++)
        {
            _measures[i].Refresh(isTick);
        }
    }

    /// <summary>True when hours that end at a market time are new enough to speak for the next; later ones belong to another course.</summary>
    public bool IsFresh(long until) => Clock.MarketNow - until is var age && age >= 0 && age <= Settings.HoursStaleAfter.Ticks;

    /// <summary>Wall ticks at which a venue's trading rules were last read; 0 until they were.</summary>
    public long RulesAt(Exchange exchange) => _rulesAt.GetValueOrDefault(exchange);

    /// <summary>Why an account cannot be told, found once per step.</summary>
    public string? UnknownReason(AccountBook account) => account.UnknownReason(this);

    /// <summary>Why an account's positions and orders cannot be told; null when they can.</summary>
    public string? UnknownHoldings(AccountBook account) => account.HoldingsReason(Clock.Now, Settings);

    /// <summary>What a former worker read says nothing about what was traded since.</summary>
    public bool IsReadSinceStart(AccountBook account) => account.IsRead && RunningSince != 0 && account.ReadAt >= RunningSince;

    public ScopeBook ScopeOf(Scope scope)
    {
        var key = ScopeKey.Of(scope);
        if (!_scopes.TryGetValue(key, out var book))
        {
            _scopes[key] = book = new ScopeBook(scope, this);
            _scopeList.Add(book);
            book.Rebuild(_accounts);
        }

        return book;
    }

    public AccountBook? Account(AccountId id) => _accountsById.GetValueOrDefault(id);

    public ContractBook? FindContract(InstrumentId id) => _contracts.GetValueOrDefault(id);

    public ContractBook Contract(InstrumentId id)
    {
        if (!_contracts.TryGetValue(id, out var contract))
        {
            _contracts[id] = contract = new ContractBook(id);
        }

        return contract;
    }

    /// <summary>Takes in a mark; true when it changed the value of a position or made one doubtful.</summary>
    public bool Mark(RiskEvent.MarkPriced e)
    {
        var contract = Contract(e.Instrument);
        if (!contract.Hear(e.Mark, e.Times.VenueAt.UtcTicks))
        {
            return false;
        }

        if (!contract.TryMark(e.Mark, e.Index, e.Times.VenueAt.UtcTicks, Clock.Now, Settings))
        {
            RejectedInputs++;
            return contract.Positions.Count > 0;
        }

        Marked = contract;
        if (!e.IsAskedFor)
        {
            contract.HearStream();
        }

        contract.Foretell(e.FundingRate, e.NextFundingAt, Clock.Now);
        return contract.Revalue();
    }

    public void Load(ImmutableArray<Instrument> instruments)
    {
        foreach (var instrument in instruments)
        {
            Contract(instrument.Id).List(instrument, Clock.Now);
            _rulesAt[instrument.Id.Exchange] = Clock.Now;
        }

        foreach (var account in _accounts)
        {
            account.Sum();
        }

        Regroup();
    }

    public void Add(AccountId id, Exchange exchange, string name, bool isPaper)
    {
        if (_accountsById.TryGetValue(id, out var known))
        {
            (known.Name, known.IsPaper) = (name, isPaper);
            return;
        }

        var account = new AccountBook(id, exchange, name, isPaper);
        _accountsById[id] = account;
        _accounts.Add(account);
        _accounts.Sort((left, right) => left.Id.CompareTo(right.Id));
        if (_isShown)
        {
            ScopeOf(new Scope { Accounts = [id] });
        }

        Rebuild();
    }

    public void Remove(AccountId id)
    {
        if (!_accountsById.Remove(id, out var account))
        {
            return;
        }

        foreach (var scope in _scopeList.Where(scope => scope.Accounts.Contains(account)))
        {
            scope.Leave(account);
        }

        foreach (var position in account.Positions)
        {
            position.Contract.Positions.Remove(position);
        }

        _accounts.Remove(account);
        Rebuild();
    }

    /// <summary>Something other than a price came in.</summary>
    public void NoteFact() => FactCount++;

    /// <summary>Counts an input that cannot be.</summary>
    public void Reject() => RejectedInputs++;

    public void Close(ClosedTrade trade) => _closed.Add(trade);

    public void Begin(OpenedTrade trade) => _opened.Add(trade);

    public void Place(AccountId account, InstrumentId instrument, bool isRefused) =>
        _placed.Add(new PlacedOrder(account, instrument, Contract(instrument).Underlying, isRefused));

    /// <summary>Adds realised money of one contract to the partial scopes that hold it.</summary>
    public void Realize(AccountBook account, InstrumentId instrument, decimal amount)
    {
        var underlying = Contract(instrument).Underlying;
        foreach (var scope in _scopeList)
        {
            if (scope.Scope.IsPartial && scope.Scope.Covers(account.Id, instrument, underlying))
            {
                scope.Realized += amount;
            }
        }
    }

    public BooksState Capture() => BooksStates.Capture(this);

    public void Restore(BooksState state)
    {
        BooksStates.Restore(this, state);
        foreach (var contract in _contracts.Values)
        {
            _rulesAt[contract.Id.Exchange] = Math.Max(RulesAt(contract.Id.Exchange), contract.RulesAt);
        }
    }

    /// <summary>Scopes and the market's contract are found anew over everything that is known.</summary>
    public void Regroup()
    {
        Rebuild();
        FindMarket();
    }

    /// <summary>Market time went back: days are counted from there, and nothing that is told from now on is older than what is known.</summary>
    private void Retime()
    {
        Day.Retime();
        NoteFact();
        foreach (var account in _accounts)
        {
            account.Audit.Retime();
            account.WalletAt = DateTimeOffset.MinValue;
            account.ReadingAt = 0;
            account.Ended.Clear();
            account.EndedOrders.Clear();
            foreach (var position in account.Positions)
            {
                position.Take(position.Report with { UpdatedAt = default });
            }
        }
    }

    private void FindMarket() => Market = _contracts.Values
        .Where(contract => contract.Underlying == StressSet.Leader && contract.Hours.Version != 0).MinBy(contract => contract.Id);

    private void Rebuild()
    {
        foreach (var scope in _scopeList)
        {
            scope.Rebuild(_accounts);
        }
    }
}
