using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Exchanges;
using Microsoft.Extensions.Options;

namespace Etrms.Venue.Market;

/// <summary>What lies behind a live feed: a day of minutes and six weeks of hours per contract. Without it the venue does not start.</summary>
internal sealed class LiveHistory(ExchangeClients clients, TimeProvider clock, IOptions<VenueOptions> options)
{
    private static readonly TimeSpan Span = TimeSpan.FromHours(25);
    private static readonly TimeSpan SpanOfHours = TimeSpan.FromHours(1_100);

    public async Task<ImmutableArray<ContractData>> LoadAsync(IEnumerable<Instrument> instruments, CancellationToken cancellationToken)
    {
        var source = clients.CandleHistory(Exchange.Binance, options.Value.LiveNetwork);
        var contracts = ImmutableArray.CreateBuilder<ContractData>();
        foreach (var instrument in instruments)
        {
            contracts.Add(await LoadAsync(source, instrument, cancellationToken));
        }

        return contracts.ToImmutable();
    }

    private async Task<ContractData> LoadAsync(ICandleHistory source, Instrument instrument, CancellationToken cancellationToken)
    {
        var open = KlineInterval.OneMinute.OpenOf(clock.GetUtcNow());
        ImmutableArray<Candle> minutes;
        ImmutableArray<Candle> hours;
        try
        {
            minutes = await source.ReadCandlesAsync(instrument.Id, KlineInterval.OneMinute.Length, open - Span, open, cancellationToken);
            hours = await source.ReadCandlesAsync(instrument.Id, KlineInterval.OneHour.Length, open - SpanOfHours, open, cancellationToken);
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or ExchangeCallException or IOException)
        {
            throw new InvalidOperationException($"Venue__Prices=live, but the {options.Value.LiveNetwork} exchange cannot be reached.", unreachable);
        }

        if (minutes.IsEmpty)
        {
            throw new InvalidOperationException($"Venue__Prices=live, but the {options.Value.LiveNetwork} exchange has no candles of {instrument.Id.Symbol}.");
        }

        // The minute that is open now begins where the last one ended; the feed says how it goes on.
        var last = minutes[^1].Close;
        IReadOnlyList<Candle> bars = [.. minutes.Where(bar => bar.OpenAt < open), new Candle(open, last, last, last, last, 0)];
        var past = hours.IsEmpty ? null : new RecordedBars(KlineInterval.OneHour.Length, hours);
        return new ContractData(instrument, new RecordedBars(KlineInterval.OneMinute.Length, bars), past, Days: null, Funding: []) { IsLed = true };
    }
}
