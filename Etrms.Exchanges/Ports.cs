using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Exchanges;

/// <summary>Where a venue answers and which environment that is.</summary>
public enum VenueNetwork
{
    Paper,
    Testnet,
    Live,
}

/// <summary>Credentials of one account; never logged, and its text form shows nothing.</summary>
/// <param name="ApiKey">On Hyperliquid the address of the main wallet, lower case.</param>
/// <param name="ApiSecret">
/// On Binance the secret of the key, or the private key in PEM when the key is of the RSA or Ed25519 kind; on Hyperliquid the private key of
/// an agent wallet.
/// </param>
/// <param name="TradesFor">On Hyperliquid the sub-account or vault that is traded; null is the main wallet itself.</param>
public sealed record ExchangeCredentials(string ApiKey, string ApiSecret, string? TradesFor = null)
{
    public override string ToString() => "ExchangeCredentials(hidden)";
}

/// <summary>What a key may do, as the venue says.</summary>
public sealed record KeyPermissions(bool CanRead, bool CanTradeFutures, bool CanWithdraw, bool IsIpRestricted);

/// <summary>How long a request may live. The venue refuses an order that reaches it later, so an unknown outcome is settled after this.</summary>
public static class RequestLifetime
{
    public static readonly TimeSpan Orders = TimeSpan.FromSeconds(3);
}

/// <summary>Public prices as risk events. Ends only when cancelled: it reconnects by itself and reports dead feeds.</summary>
public interface IMarketFeed
{
    /// <exception cref="ExchangeCallException">The venue could not be read.</exception>
    Task<ImmutableArray<Instrument>> LoadInstrumentsAsync(CancellationToken cancellationToken);

    /// <summary>Asks for the mark of one contract, for when the stream says nothing; null while a replaying venue has not told its time.</summary>
    /// <exception cref="ExchangeCallException">The venue could not be read.</exception>
    Task<RiskEvent.MarkPriced?> AskMarkAsync(InstrumentId instrument, CancellationToken cancellationToken);

    /// <summary>What the coin that positions settle in is worth; null where the venue does not say.</summary>
    /// <exception cref="ExchangeCallException">The venue could not be read.</exception>
    Task<RiskEvent.CollateralPriced?> AskCollateralAsync(CancellationToken cancellationToken);

    /// <summary>Streams marks and book tops of the contracts into the sink until cancelled.</summary>
    Task RunAsync(IReadOnlyCollection<InstrumentId> instruments, Action<RiskEvent> sink, CancellationToken cancellationToken);
}

/// <summary>One account's private stream and readings.</summary>
public interface IAccountFeed
{
    Task<ExchangeOutcome<AccountSnapshot>> ReadSnapshotAsync(CancellationToken cancellationToken);

    Task<ExchangeOutcome<ImmutableArray<Fill>>> ReadFillsAsync(InstrumentId instrument, DateTimeOffset since, CancellationToken cancellationToken);

    Task<ExchangeOutcome<ImmutableArray<LedgerEntry>>> ReadLedgerAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Unknown on the testnet, which does not tell what a key may do; a key that does not work is Rejected there too.</summary>
    Task<ExchangeOutcome<KeyPermissions>> ReadPermissionsAsync(CancellationToken cancellationToken);

    /// <summary>Streams the account's changes into the sink until cancelled; posts a fresh snapshot after every (re)connect.</summary>
    Task RunAsync(AccountId account, Action<RiskEvent> sink, CancellationToken cancellationToken);
}

/// <summary>An entry as the venue took it, with the orders that protect it.</summary>
public sealed record ProtectedEntry(Order Entry, ImmutableArray<Order> Protection);

/// <summary>The only hands: orders of one account. Nothing here is ever sent twice by itself; what was sent and not answered is Unknown.</summary>
public interface IOrderGateway
{
    Task<ExchangeOutcome<Order>> SendAsync(ApprovedOrder order, CancellationToken cancellationToken);

    /// <summary>
    /// An entry that is never without its protection: no entry without the protection taken first, and no protection left when the entry is
    /// refused. Unknown when either is; then both must be asked for by their client ids.
    /// </summary>
    Task<ExchangeOutcome<ProtectedEntry>> OpenProtectedAsync(
        ApprovedOrder entry, ImmutableArray<ApprovedOrder> protection, CancellationToken cancellationToken);

    /// <summary>Changes quantity and price of a resting limit order; it keeps its number and loses its place in the queue.</summary>
    Task<ExchangeOutcome<Order>> ModifyAsync(Order order, decimal quantity, decimal price, CancellationToken cancellationToken);

    Task<ExchangeOutcome<Order>> CancelAsync(Order order, CancellationToken cancellationToken);

    /// <summary>Cancels every ordinary or every conditional order of a contract; how many is null where the venue does not say.</summary>
    Task<ExchangeOutcome<int?>> CancelAllAsync(InstrumentId instrument, bool conditional, CancellationToken cancellationToken);

    /// <summary>Looks an order up by its client id; Accepted(null) when the venue does not know it.</summary>
    Task<ExchangeOutcome<Order?>> FindAsync(InstrumentId instrument, string clientOrderId, bool conditional, CancellationToken cancellationToken);

    /// <summary>Live positions of a contract, both sides in hedge mode, straight from the venue.</summary>
    Task<ExchangeOutcome<ImmutableArray<Position>>> ReadPositionsAsync(InstrumentId instrument, CancellationToken cancellationToken);

    /// <summary>Ordinary and conditional open orders of a contract.</summary>
    Task<ExchangeOutcome<ImmutableArray<Order>>> ReadOpenOrdersAsync(InstrumentId instrument, CancellationToken cancellationToken);

    /// <summary>
    /// Has the venue cancel the resting orders by itself unless called again in time: of the contract, or of the whole account where the venue
    /// knows only that. Conditional orders may stay.
    /// </summary>
    /// <param name="after">Null takes the switch back.</param>
    Task<ExchangeOutcome<TimeSpan?>> ArmDeadManAsync(InstrumentId instrument, TimeSpan? after, CancellationToken cancellationToken);

    Task<ExchangeOutcome<int>> SetLeverageAsync(InstrumentId instrument, int leverage, CancellationToken cancellationToken);

    Task<ExchangeOutcome<MarginMode>> SetMarginModeAsync(InstrumentId instrument, MarginMode mode, CancellationToken cancellationToken);

    /// <summary>Positions with a leg for each side, or one net position per contract.</summary>
    Task<ExchangeOutcome<bool>> SetHedgeModeAsync(bool isHedgeMode, CancellationToken cancellationToken);

    /// <summary>Moves margin into (positive) or out of (negative) an isolated position; the answer is what was moved.</summary>
    Task<ExchangeOutcome<decimal>> AdjustIsolatedMarginAsync(
        InstrumentId instrument, PositionSide side, decimal amount, CancellationToken cancellationToken);
}

/// <summary>Past candles and funding of a venue; start inclusive, end exclusive.</summary>
/// <exception cref="ExchangeCallException">The venue could not be read.</exception>
public interface ICandleHistory
{
    Task<ImmutableArray<Candle>> ReadCandlesAsync(InstrumentId instrument, TimeSpan interval, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken);

    Task<ImmutableArray<FundingRate>> ReadFundingAsync(InstrumentId instrument, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken);
}
