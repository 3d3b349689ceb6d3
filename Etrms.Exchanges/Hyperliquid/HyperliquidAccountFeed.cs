using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Transport;
using Microsoft.Extensions.Logging;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>One account: readings and its stream.</summary>
internal sealed class HyperliquidAccountFeed(HyperliquidRest rest, ILogger<HyperliquidAccountFeed> logger) : IAccountFeed
{
    private static readonly TimeSpan LimitsEvery = TimeSpan.FromMinutes(5);

    private readonly HyperliquidAccountReadings _readings = new(rest);

    public Task<ExchangeOutcome<AccountSnapshot>> ReadSnapshotAsync(CancellationToken cancellationToken) =>
        _readings.ReadSnapshotAsync(cancellationToken);

    public async Task<ExchangeOutcome<ImmutableArray<Fill>>> ReadFillsAsync(
        InstrumentId instrument, DateTimeOffset since, CancellationToken cancellationToken) =>
        (await _readings.ReadFillsAsync(since, cancellationToken)).Select(fills => fills.RemoveAll(fill => fill.Instrument != instrument));

    public Task<ExchangeOutcome<ImmutableArray<LedgerEntry>>> ReadLedgerAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        _readings.ReadLedgerAsync(since, cancellationToken);

    public Task<ExchangeOutcome<KeyPermissions>> ReadPermissionsAsync(CancellationToken cancellationToken) =>
        new HyperliquidKeyCheck(rest).RunAsync(cancellationToken);

    public Task RunAsync(AccountId account, Action<RiskEvent> sink, CancellationToken cancellationToken)
    {
        var network = rest.Network;
        var session = new HyperliquidUserSession(account, _readings, rest.Identity, sink, logger);
        var socket = new ReconnectingSocket($"Hyperliquid {network.Kind} account {account}", session, network.SocketInvoker, network.Time, logger)
        {
            Timings = HyperliquidTimings.Stream,
        };
        return Together.RunAsync(cancellationToken, network.KeepClockAsync, KeepLimitsAsync, socket.RunAsync);
    }

    private async Task KeepLimitsAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LimitsEvery, rest.Network.Time);
        do
        {
            await _readings.ReadLimitsAsync(cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
