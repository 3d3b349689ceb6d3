using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Microsoft.Extensions.Logging;

namespace Etrms.Exchanges.Binance;

/// <summary>Public prices. Marks and book tops come from two addresses since 2026: the wrong one acknowledges and stays silent.</summary>
internal sealed partial class BinanceMarketFeed(BinanceRest rest, ILogger<BinanceMarketFeed> logger) : IMarketFeed
{
    private readonly BinanceNetwork _network = rest.Network;
    private readonly SharedMarketStreams _streams = new(rest.Network, logger);

    public async Task<ImmutableArray<Instrument>> LoadInstrumentsAsync(CancellationToken cancellationToken)
    {
        var call = BinanceCall.Get("/fapi/v1/exchangeInfo", weight: 1) with { Auth = BinanceAuth.None };
        var info = (await rest.CallAsync(call, BinanceJson.Default.ExchangeInfoMessage, cancellationToken)).OrThrow("The trading rules");
        ObserveLimits(info.RateLimits);
        return BinanceInstruments.From(info, rest.HasKey ? await ReadBracketsAsync(cancellationToken) : []);
    }

    public async Task<RiskEvent.MarkPriced?> AskMarkAsync(InstrumentId instrument, CancellationToken cancellationToken)
    {
        await _network.LearnMarketTimeAsync(cancellationToken);
        var call = BinanceCall.Get("/fapi/v1/premiumIndex", weight: 1) with { Auth = BinanceAuth.None };
        call.Parameters.Add("symbol", instrument.Symbol);
        var read = (await rest.CallAsync(call, BinanceJson.Default.PremiumMessage, cancellationToken)).OrThrow($"The mark of {instrument}");
        return !_network.MarketClock.IsKnown || read.MarkPrice is not { } mark ? null : new RiskEvent.MarkPriced(instrument, mark, read.IndexPrice ?? 0)
        {
            Times = _network.TimesNow(),
            IsAskedFor = true,
        };
    }

    /// <summary>The index by which margin in several coins is counted; it lists the settlement coin too.</summary>
    public async Task<RiskEvent.CollateralPriced?> AskCollateralAsync(CancellationToken cancellationToken)
    {
        await _network.LearnMarketTimeAsync(cancellationToken);
        var call = BinanceCall.Get("/fapi/v1/assetIndex", weight: 1) with { Auth = BinanceAuth.None };
        call.Parameters.Add("symbol", $"{BinanceWords.SettlementAsset}USD");
        var read = (await rest.CallAsync(call, BinanceJson.Default.AssetIndexMessage, cancellationToken)).OrThrow("The rate of the collateral");
        return !_network.MarketClock.IsKnown ? null : new RiskEvent.CollateralPriced(Exchange.Binance, BinanceWords.SettlementAsset, read.Index) { Times = _network.TimesNow() };
    }

    public Task RunAsync(IReadOnlyCollection<InstrumentId> instruments, Action<RiskEvent> sink, CancellationToken cancellationToken) =>
        instruments.Count == 0 ? _network.KeepClockAsync(cancellationToken) : _streams.WatchAsync(instruments, sink, cancellationToken);

    private async Task<SymbolBracketsMessage[]> ReadBracketsAsync(CancellationToken cancellationToken)
    {
        var call = BinanceCall.Get("/fapi/v1/leverageBracket", weight: 1);
        var outcome = await rest.CallAsync(call, BinanceJson.Default.SymbolBracketsMessageArray, cancellationToken);
        if (outcome is ExchangeOutcome<SymbolBracketsMessage[]>.Accepted brackets)
        {
            return brackets.Value;
        }

        LogNoBrackets(_network.Kind, outcome.Describe());
        return [];
    }

    private void ObserveLimits(RateLimitMessage[] limits)
    {
        var weight = Array.Find(limits, limit => limit is { RateLimitType: "REQUEST_WEIGHT", Interval: "MINUTE", IntervalNum: 1 });
        if (weight is not null)
        {
            _network.Budget.SetLimit(weight.Limit);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The margin brackets of Binance {Network} could not be read: {Failure}")]
    private partial void LogNoBrackets(VenueNetwork network, string failure);
}
