using System.Collections.Concurrent;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;

namespace Etrms.Workers.Risk;

/// <summary>The newest prices and the trading rules by contract, for those who size orders outside the loop.</summary>
internal sealed class MarketView
{
    private static readonly TouchPrices Unknown = new(0, 0, 0);

    private readonly ConcurrentDictionary<InstrumentId, TouchPrices> _prices = new();
    private readonly ConcurrentDictionary<InstrumentId, Instrument> _instruments = new();

    public void Observe(RiskEvent riskEvent)
    {
        switch (riskEvent)
        {
            case RiskEvent.MarkPriced mark:
                Put(mark.Instrument, prices => prices with { Mark = mark.Mark });
                break;
            case RiskEvent.BookTopChanged top:
                Put(top.Instrument, prices => prices with { Bid = top.Bid, Ask = top.Ask });
                break;
            case RiskEvent.InstrumentsLoaded loaded:
                foreach (var instrument in loaded.Instruments)
                {
                    _instruments[instrument.Id] = instrument;
                }

                break;
            default:
                break;
        }
    }

    /// <summary>Every contract whose trading rules are known.</summary>
    public IEnumerable<Instrument> Instruments => _instruments.Values;

    public TouchPrices? PricesOf(InstrumentId instrument) => _prices.GetValueOrDefault(instrument);

    public Instrument? Find(InstrumentId instrument) => _instruments.GetValueOrDefault(instrument);

    /// <summary>Marks and book tops come by two streams at once: neither may undo the other.</summary>
    private void Put(InstrumentId instrument, Func<TouchPrices, TouchPrices> change) =>
        _prices.AddOrUpdate(instrument, _ => change(Unknown), (_, known) => change(known));
}
