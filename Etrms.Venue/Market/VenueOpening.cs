using Etrms.Domain.Backtesting;
using Microsoft.Extensions.Options;

namespace Etrms.Venue.Market;

/// <summary>Opens exchange and market: prices from the first source that has any, accounts as they were remembered.</summary>
internal sealed partial class VenueOpening(
    PriceDataLoader loader, VenueStateFile file, VenueClock clock, IOptions<VenueOptions> options, ILogger<VenueOpening> logger)
{
    public async Task<(SimulatedExchange Exchange, VenueMarket Market)> OpenAsync(
        Action<ExchangeEvent> raiseAccount, Action<MarketEvent> raiseMarket, CancellationToken cancellationToken)
    {
        var remembered = await file.ReadAsync(cancellationToken);
        var data = await loader.LoadAsync(remembered, cancellationToken);
        var listed = data.Contracts.Select(contract => contract.Instrument);
        var exchange = new SimulatedExchange(listed, new ExchangeRules(), raiseAccount);
        if (remembered is not null)
        {
            exchange.Import(remembered.Exchange);
        }

        clock.SetSpeed(options.Value.Speed);
        var market = new VenueMarket(data, clock, exchange, raiseMarket, options.Value.Seed);
        if (remembered?.Continues(data.Source, options.Value.StartAt) is true)
        {
            market.RestoreOverrides(remembered.Overrides);
        }
        else if (remembered is not null)
        {
            LogOtherMarket(remembered.Source, remembered.MarketAt, data.Source, data.StartAt);
        }

        return (exchange, market);
    }

    [LoggerMessage(LogLevel.Warning, "The remembered accounts left a market of {Former} at {FormerAt} and meet one of {Source} at {MarketAt}")]
    private partial void LogOtherMarket(PriceSource former, DateTimeOffset formerAt, PriceSource source, DateTimeOffset marketAt);
}
