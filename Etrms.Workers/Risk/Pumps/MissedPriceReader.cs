using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;
using Etrms.Exchanges;

namespace Etrms.Workers.Risk.Pumps;

/// <summary>
/// Reads the candles of the time when no worker ran, for contracts that were held through it (RISK 4.9). A candle counts from an account's last
/// trade on: before it another quantity was held.
/// </summary>
internal sealed partial class MissedPriceReader(
    MonitoredAccounts accounts, ExchangeClients clients, AccountCursors cursors, AccountPumpFactory factory, ILogger<MissedPriceReader> logger)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>How far a replay's market time may have run ahead of ours before its first price tells it.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(1);

    /// <summary>A peak may be lost, but the guard does not wait longer for the past.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task PostAsync(RiskEngineState state, CancellationToken cancellationToken)
    {
        var now = factory.Clock.Now();
        var gap = (Since: state.Books.Clock.Market, Until: now.MarketAt + Ahead);
        gap.Since = gap.Until - gap.Since > Longest ? gap.Until - Longest : gap.Since;
        var unwatched = state.Books.Accounts.Where(former => accounts.Find(former.Id) is not null).ToList();
        if (gap.Since >= gap.Until || unwatched.TrueForAll(former => former.Positions.IsEmpty))
        {
            return;
        }

        using var patience = new CancellationTokenSource(Patience, factory.Clock.Time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var read = await Task.WhenAll(unwatched.SelectMany(former => ContractsOf(former, gap.Since)).Distinct()
            .Select(contract => ReadAsync(contract.Instrument, contract.Network, gap, limit.Token)));
        cancellationToken.ThrowIfCancellationRequested();
        var prices = read.OfType<MissedPrices>().ToImmutableArray();
        var held = unwatched.Select(former => new UnwatchedAccount(former.Id, LastTrade(former.Id) is { } traded && traded > gap.Since ? traded : gap.Since));
        factory.Sink.Post(new RiskEvent.PricesMissed([.. held], prices) { Times = now });
        LogRead(prices.Length, gap.Since);
    }

    /// <summary>Coarse enough to be one or two requests.</summary>
    private static TimeSpan IntervalOf(TimeSpan gap) =>
        gap <= TimeSpan.FromHours(12) ? TimeSpan.FromMinutes(1) : gap <= TimeSpan.FromDays(7) ? TimeSpan.FromMinutes(15) : TimeSpan.FromHours(1);

    /// <summary>What was held when the former worker stopped, and what was traded since.</summary>
    private IEnumerable<(InstrumentId Instrument, VenueNetwork Network)> ContractsOf(AccountState former, DateTimeOffset since)
    {
        var account = accounts.Find(former.Id)!;
        var traded = cursors.SymbolsOf(former.Id).Where(symbol => cursors.Find(former.Id, AccountCursors.Fills(symbol)) > since)
            .Select(symbol => new InstrumentId(account.Exchange, symbol));
        return former.Positions.Select(position => position.Instrument).Union(traded).Select(instrument => (instrument, account.Network));
    }

    /// <summary>Null when the venue does not tell: accounts that hold the contract then keep the peaks that were seen.</summary>
    private async Task<MissedPrices?> ReadAsync(
        InstrumentId instrument, VenueNetwork network, (DateTimeOffset Since, DateTimeOffset Until) gap, CancellationToken cancellationToken)
    {
        try
        {
            var candles = await clients.CandleHistory(instrument.Exchange, network)
                .ReadCandlesAsync(instrument, IntervalOf(gap.Until - gap.Since), gap.Since, gap.Until, cancellationToken);
            return new MissedPrices(instrument, candles.RemoveAll(candle => candle.OpenAt < gap.Since));
        }
        catch (Exception refused) when (refused is ExchangeCallException or HttpRequestException or OperationCanceledException)
        {
            LogNotRead(instrument, refused.Message);
            return null;
        }
    }

    private DateTimeOffset? LastTrade(AccountId account) => cursors.SymbolsOf(account)
        .Select(symbol => cursors.Find(account, AccountCursors.Fills(symbol))).Max();

    [LoggerMessage(Level = LogLevel.Information, Message = "Read the candles of {Contracts} contracts since {Since}, when nobody watched")]
    private partial void LogRead(int contracts, DateTimeOffset since);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Candles of {Instrument} while nobody watched could not be read: {Reason}")]
    private partial void LogNotRead(InstrumentId instrument, string reason);
}
