using System.Collections.Immutable;
using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk;

/// <summary>The clocks of a fact. Live they are one; on paper market time may run faster than the wall (ARCHITECTURE 7).</summary>
/// <param name="MarketAt">Market time: candles, funding, trading day, breaker windows, equity points.</param>
/// <param name="VenueAt">The venue's wall clock when it sent the fact; tells distinct samples apart.</param>
/// <param name="ReceivedAt">Our wall clock: ages, qualification, cool-downs, lease.</param>
public readonly record struct EventTimes(DateTimeOffset MarketAt, DateTimeOffset VenueAt, DateTimeOffset ReceivedAt);

/// <summary>A coin's wallet balance, without unrealised profit.</summary>
public sealed record WalletReading(string Asset, decimal Balance);

/// <summary>Candles of one contract, oldest first.</summary>
public sealed record MissedPrices(InstrumentId Instrument, ImmutableArray<Candle> Candles);

/// <summary>An account that held from an instant on, while nobody watched, what it holds now.</summary>
public sealed record UnwatchedAccount(AccountId Account, DateTimeOffset Since);

public enum FeedKind
{
    Mark,
    BookTop,
    UserStream,
    AccountCheck,
}

/// <summary>Every fact that the risk engine may learn; one ordered stream per account set.</summary>
public abstract record RiskEvent
{
    private RiskEvent()
    {
    }

    public required EventTimes Times { get; init; }

    /// <summary>Position in the input journal, set by the inbox.</summary>
    public long Seq { get; init; }

    public sealed record MarkPriced(InstrumentId Instrument, decimal Mark, decimal Index) : RiskEvent
    {
        /// <summary>Rate that the next funding would have now, as a fraction of notional; null when the venue did not say.</summary>
        public decimal? FundingRate { get; init; }

        /// <summary>Market time of the next funding.</summary>
        public DateTimeOffset? NextFundingAt { get; init; }

        /// <summary>True when it was asked for because the stream is silent: the price counts, the stream stays silent.</summary>
        public bool IsAskedFor { get; init; }
    }

    public sealed record BookTopChanged(InstrumentId Instrument, decimal Bid, decimal BidQuantity, decimal Ask, decimal AskQuantity)
        : RiskEvent;

    /// <summary>What stands in the book of a contract; null for a side where nothing does.</summary>
    public sealed record DepthChanged(InstrumentId Instrument, BookDepth? Bids, BookDepth? Asks) : RiskEvent;

    /// <summary>
    /// What the market analysis knows of a contract by now; told again and again, so that its silence is noticed. It can make limits narrower than
    /// they are configured and never wider.
    /// </summary>
    public sealed record MarketAssessed(InstrumentId Instrument, MarketAssessment Assessment) : RiskEvent;

    /// <summary>What a coin that serves as collateral is worth in US dollars on a venue.</summary>
    public sealed record CollateralPriced(Exchange Exchange, string Asset, decimal Rate) : RiskEvent;

    public sealed record InstrumentsLoaded(ImmutableArray<Instrument> Instruments) : RiskEvent;

    /// <summary>
    /// Closed hours of a contract, oldest first: a thousand when it is first looked at, then the newest ones each hour. They take the place of
    /// everything from the first of them on; 15 or more also renew its average true range.
    /// </summary>
    public sealed record HistoryLoaded(InstrumentId Instrument, ImmutableArray<Candle> Hours) : RiskEvent;

    /// <summary>An account joins the monitored set.</summary>
    public sealed record AccountAdded(AccountId Account, Exchange Exchange, string Name, bool IsPaper) : RiskEvent;

    public sealed record AccountRemoved(AccountId Account) : RiskEvent;

    /// <summary>A full reading by REST; heals whatever the streams lost.</summary>
    public sealed record AccountSnapshotTaken(AccountId Account, AccountSnapshot Snapshot) : RiskEvent;

    public sealed record BalanceChanged(AccountId Account, string Asset, decimal WalletBalance) : RiskEvent;

    /// <summary>A trade or a setting changed a position.</summary>
    /// <param name="Account">The account that holds it.</param>
    /// <param name="Position">Its new state.</param>
    /// <param name="Wallet">
    /// The balance after the same booking. Profit leaves the position and enters the wallet at once: judged apart, equity would show a
    /// loss or a peak that never was.
    /// </param>
    public sealed record PositionChanged(AccountId Account, Position Position, WalletReading? Wallet = null) : RiskEvent;

    public sealed record OrderChanged(AccountId Account, Order Order) : RiskEvent;

    public sealed record Filled(AccountId Account, Fill Fill) : RiskEvent;

    /// <summary>A transfer, funding payment or other booking.</summary>
    public sealed record LedgerBooked(AccountId Account, LedgerEntry Entry) : RiskEvent;

    /// <summary>Candles of a time when nobody watched, for the contracts that the accounts hold; they may raise peaks and judge nothing.</summary>
    public sealed record PricesMissed(ImmutableArray<UnwatchedAccount> Accounts, ImmutableArray<MissedPrices> Prices) : RiskEvent;

    /// <summary>A feed proved alive or was found dead. Account is null for market feeds.</summary>
    public sealed record FeedChanged(AccountId? Account, Exchange Exchange, FeedKind Feed, bool IsAlive) : RiskEvent;

    /// <summary>The whole valid configuration; the engine finds out what changed.</summary>
    public sealed record BreakersChanged(ImmutableArray<CircuitBreaker> Breakers) : RiskEvent;

    /// <summary>The settings as configured; the engine finds out which of them may take effect now.</summary>
    /// <param name="Version">Number of the stored configuration; 0 for the defaults.</param>
    public sealed record SettingsChanged(RiskSettings Settings, int Version) : RiskEvent;

    public sealed record Commanded(OperatorCommand Command) : RiskEvent;

    /// <summary>What became of a decision that was carried out.</summary>
    public sealed record ActionReported(ActionReport Report) : RiskEvent;

    /// <summary>
    /// The worker cannot do all its work: no new risk while Trouble says why; null ends it. One claim per Concern, such as "journal",
    /// "database" or "crash_loop".
    /// </summary>
    public sealed record WorkerTroubled(string Concern, string? Trouble) : RiskEvent;

    /// <summary>Time passed; at least every 250 ms.</summary>
    public sealed record ClockTicked : RiskEvent;
}
