using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Transport;
using Microsoft.Extensions.Logging;

namespace Etrms.Exchanges.Binance;

/// <summary>One account: readings by REST and the user stream.</summary>
internal sealed class BinanceAccountFeed(BinanceRest rest, ILogger<BinanceAccountFeed> logger) : IAccountFeed
{
    private readonly BinanceAccountReadings _readings = new(rest);

    public Task<ExchangeOutcome<AccountSnapshot>> ReadSnapshotAsync(CancellationToken cancellationToken) =>
        _readings.ReadSnapshotAsync(cancellationToken);

    public Task<ExchangeOutcome<ImmutableArray<Fill>>> ReadFillsAsync(
        InstrumentId instrument, DateTimeOffset since, CancellationToken cancellationToken) =>
        _readings.ReadFillsAsync(instrument, since, cancellationToken);

    public Task<ExchangeOutcome<ImmutableArray<LedgerEntry>>> ReadLedgerAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        _readings.ReadLedgerAsync(since, cancellationToken);

    public Task<ExchangeOutcome<KeyPermissions>> ReadPermissionsAsync(CancellationToken cancellationToken) =>
        _readings.ReadPermissionsAsync(cancellationToken);

    public Task RunAsync(AccountId account, Action<RiskEvent> sink, CancellationToken cancellationToken)
    {
        var network = rest.Network;
        var session = new BinanceUserSession(account, rest, sink, logger);
        var socket = new ReconnectingSocket($"Binance {network.Kind} account {account}", session, network.SocketInvoker, network.Time, logger);
        return Together.RunAsync(cancellationToken, network.KeepClockAsync, session.Bookings.RunAsync, socket.RunAsync);
    }
}
