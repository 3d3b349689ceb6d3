using Etrms.Domain.Backtesting;
using Etrms.Domain.Market;
using Etrms.Venue.Hyperliquid;
using Microsoft.Extensions.Options;

namespace Etrms.Venue.Market;

/// <summary>Opens exchange and market: prices from the first source that has any, accounts as they were remembered.</summary>
internal sealed partial class VenueOpening(
    PriceDataLoader loader, VenueStateFile file, VenueClock clock, IOptions<VenueOptions> options, ILogger<VenueOpening> logger)
{
    public async Task<(VenueExchanges Exchanges, VenueMarket Market)> OpenAsync(
        Action<Exchange, ExchangeEvent> raiseAccount, Action<MarketEvent> raiseMarket, CancellationToken cancellationToken)
    {
        var remembered = await file.ReadAsync(cancellationToken);
        var loaded = await loader.LoadAsync(remembered, cancellationToken);
        var data = loaded with { Contracts = [.. loaded.Contracts, .. CoinCatalogue.Follow(loaded.Contracts)] };
        var exchanges = new VenueExchanges(
            Open(data, Exchange.Binance, new ExchangeRules(), raiseAccount),
            Open(data, Exchange.Hyperliquid, CoinCatalogue.Rules, raiseAccount));
        if (remembered is not null)
        {
            exchanges.Binance.Import(remembered.Exchange);
        }

        if (remembered?.Hyperliquid is { } coins)
        {
            exchanges.Hyperliquid.Import(coins);
        }

        clock.SetSpeed(options.Value.Speed);
        var market = new VenueMarket(data, clock, exchanges, raiseMarket, options.Value.Seed);
        if (remembered?.Continues(data.Source, options.Value.StartAt) is true)
        {
            market.RestoreOverrides(remembered.Overrides);
        }
        else if (remembered is not null)
        {
            LogOtherMarket(remembered.Source, remembered.MarketAt, data.Source, data.StartAt);
        }

        return (exchanges, market);
    }

    private static SimulatedExchange Open(
        PriceData data, Exchange venue, ExchangeRules rules, Action<Exchange, ExchangeEvent> raise)
    {
        var listed = data.Contracts.Select(contract => contract.Instrument).Where(instrument => instrument.Id.Exchange == venue);
        return new SimulatedExchange(listed, rules, fact => raise(venue, fact));
    }

    [LoggerMessage(LogLevel.Warning, "The remembered accounts left a market of {Former} at {FormerAt} and meet one of {Source} at {MarketAt}")]
    private partial void LogOtherMarket(PriceSource former, DateTimeOffset formerAt, PriceSource source, DateTimeOffset marketAt);
}
