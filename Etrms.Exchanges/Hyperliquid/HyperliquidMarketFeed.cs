using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Exchanges.Transport;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>Public prices: marks and oracle prices by context, book tops by themselves.</summary>
internal sealed class HyperliquidMarketFeed(HyperliquidRest rest) : IMarketFeed
{
    private readonly HyperliquidNetwork _network = rest.Network;

    public async Task<ImmutableArray<Instrument>> LoadInstrumentsAsync(CancellationToken cancellationToken) =>
        (await ContractList.LoadAsync(rest, CallUrgency.Ordinary, cancellationToken)).OrThrow("The trading rules").Instruments;

    public async Task<RiskEvent.MarkPriced?> AskMarkAsync(InstrumentId instrument, CancellationToken cancellationToken)
    {
        var ticker = await new HyperliquidMarketData(rest).ReadTickerAsync(instrument, cancellationToken);
        return !_network.MarketClock.IsKnown || ticker is not { Mark: { } mark } ? null : new RiskEvent.MarkPriced(instrument, mark, ticker.Index ?? 0)
        {
            Times = _network.TimesNow(),
            IsAskedFor = true,
        };
    }

    /// <summary>Its collateral is what the venue counts in.</summary>
    public Task<RiskEvent.CollateralPriced?> AskCollateralAsync(CancellationToken cancellationToken) => Task.FromResult<RiskEvent.CollateralPriced?>(null);

    public Task RunAsync(IReadOnlyCollection<InstrumentId> instruments, Action<RiskEvent> sink, CancellationToken cancellationToken)
    {
        if (instruments.Count == 0)
        {
            return _network.KeepClockAsync(cancellationToken);
        }

        Subscription[] topics = [.. instruments.SelectMany(instrument => (Subscription[])
            [new("activeAssetCtx") { Coin = instrument.Symbol }, new("bbo") { Coin = instrument.Symbol }])];
        return Together.RunAsync(
            cancellationToken, _network.KeepClockAsync, token => _network.Stream.RunAsync(topics, new Listener(_network, sink), token));
    }

    private sealed class Listener(HyperliquidNetwork network, Action<RiskEvent> sink) : IMarketListener
    {
        public void Hear(MarketNews news, DateTimeOffset receivedAt)
        {
            switch (news)
            {
                // A side without orders has no best price, which is not a price of nothing.
                case MarketNews.Top { Data: { Bbo: [{ } bid, { } ask] } top }:
                    sink(new RiskEvent.BookTopChanged(HyperliquidWords.Instrument(top.Coin), bid.Px, bid.Sz, ask.Px, ask.Sz)
                    {
                        Times = network.TimesAt(top.Time, receivedAt),
                    });
                    break;

                case MarketNews.Context { Data: { Ctx: { MarkPx: { } mark, OraclePx: { } oracle } } context } when network.MarketClock.IsKnown:
                    var times = network.TimesNow() with { ReceivedAt = receivedAt };
                    sink(new RiskEvent.MarkPriced(HyperliquidWords.Instrument(context.Coin), mark, oracle)
                    {
                        Times = times,
                        FundingRate = context.Ctx.Funding,
                        NextFundingAt = context.Ctx.Funding is null ? null : HyperliquidMarketMapping.NextFundingAfter(times.MarketAt),
                    });
                    break;
            }
        }

        public void Report(bool isAlive)
        {
            if (!network.MarketClock.IsKnown)
            {
                return;
            }

            var times = network.TimesNow();
            sink(new RiskEvent.FeedChanged(null, Exchange.Hyperliquid, FeedKind.Mark, isAlive) { Times = times });
            sink(new RiskEvent.FeedChanged(null, Exchange.Hyperliquid, FeedKind.BookTop, isAlive) { Times = times });
        }
    }
}
