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
public sealed record ExchangeCredentials(string ApiKey, string ApiSecret)
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

/// <summary>The only hands: orders of one account. Nothing here is ever sent twice by itself; what was sent and not answered is Unknown.</summary>
public interface IOrderGateway
{
    Task<ExchangeOutcome<Order>> SendAsync(ApprovedOrder order, CancellationToken cancellationToken);

    Task<ExchangeOutcome<Order>> CancelAsync(Order order, CancellationToken cancellationToken);

    /// <summary>Cancels every ordinary or every conditional order of a contract; how many is null where the venue does not say.</summary>
    Task<ExchangeOutcome<int?>> CancelAllAsync(InstrumentId instrument, bool conditional, CancellationToken cancellationToken);

    /// <summary>Looks an order up by its client id; Accepted(null) when the venue does not know it.</summary>
    Task<ExchangeOutcome<Order?>> FindAsync(InstrumentId instrument, string clientOrderId, bool conditional, CancellationToken cancellationToken);

    /// <summary>Live positions of a contract, both sides in hedge mode, straight from the venue.</summary>
    Task<ExchangeOutcome<ImmutableArray<Position>>> ReadPositionsAsync(InstrumentId instrument, CancellationToken cancellationToken);

    /// <summary>Ordinary and conditional open orders of a contract.</summary>
    Task<ExchangeOutcome<ImmutableArray<Order>>> ReadOpenOrdersAsync(InstrumentId instrument, CancellationToken cancellationToken);

    Task<ExchangeOutcome<int>> SetLeverageAsync(InstrumentId instrument, int leverage, CancellationToken cancellationToken);

    Task<ExchangeOutcome<MarginMode>> SetMarginModeAsync(InstrumentId instrument, MarginMode mode, CancellationToken cancellationToken);
}

/// <summary>Past candles and funding of a venue; start inclusive, end exclusive.</summary>
/// <exception cref="ExchangeCallException">The venue could not be read.</exception>
public interface ICandleHistory
{
    Task<ImmutableArray<Candle>> ReadCandlesAsync(InstrumentId instrument, TimeSpan interval, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken);

    Task<ImmutableArray<FundingRate>> ReadFundingAsync(InstrumentId instrument, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken);
}
