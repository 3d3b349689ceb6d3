using Etrms.Contracts;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Market;
using Etrms.Domain.Market.History;
using Etrms.Exchanges;
using Etrms.Workers.Jobs;
using Etrms.Workers.Jobs.Pieces;

namespace Etrms.Workers.Backtesting;

/// <summary>Lots, ticks, smallest orders and margin steps of a contract. They are the venue's and asked of it only when a request keeps to them.</summary>
internal sealed class ContractRulebook(VenueHistory venues)
{
    /// <summary>The rules of a contract; those without lots and margin where a request does not keep to the venue's.</summary>
    public async Task<Instrument> ReadAsync(InstrumentId id, SeriesSource source, BacktestTerms terms, CancellationToken cancellationToken)
    {
        if (!terms.UsesExchangeRules && terms.Margin is null)
        {
            return Plain(id);
        }

        try
        {
            var listed = await venues.ReadInstrumentsAsync(id.Exchange, NetworkOf(source), cancellationToken);
            return SymbolMatch.Find(id.Symbol, listed) is { } instrument
                ? instrument with { Id = id }
                : throw new WorkRefusedException($"{id.Exchange} does not list {id.Symbol}, so its order rules and margin steps are unknown. Run without margin.mode and margin.exchange_rules.");
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or ExchangeCallException)
        {
            throw new WorkRefusedException($"The order rules of {id} could not be read: {unreachable.Message} Run without margin.mode and margin.exchange_rules, or try again when the venue can be reached.");
        }
    }

    private static Instrument Plain(InstrumentId id) => new()
    {
        Id = id,
        BaseAsset = id.Symbol,
        QuoteAsset = "USDT",
        TickSize = 0.000000000001m,
        StepSize = 0.00000001m,
        MinQuantity = 0.00000001m,
        MaxQuantity = 1_000_000_000_000m,
        MaxMarketQuantity = 1_000_000_000_000m,
        MinNotional = 0,
    };

    private static AccountNetwork NetworkOf(SeriesSource source) => source switch
    {
        SeriesSource.Live or SeriesSource.Import => AccountNetwork.Live,
        SeriesSource.Testnet => AccountNetwork.Testnet,
        SeriesSource.Paper => AccountNetwork.Paper,
    };
}
