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
        if (remembered?.Source == data.Source)
        {
            market.RestoreOverrides(remembered.Overrides);
        }
        else if (remembered is not null)
        {
            LogOtherSource(remembered.Source, data.Source);
        }

        return (exchange, market);
    }

    [LoggerMessage(LogLevel.Warning, "Prices came from {Former} before and come from {Source} now: the accounts meet another market")]
    private partial void LogOtherSource(PriceSource former, PriceSource source);
}
