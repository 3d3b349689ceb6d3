using Etrms.Domain.Market;

namespace Etrms.Domain.Risk;

/// <summary>
/// A backtest shows the engine millions of prices, and hardly one of them matters. The engine itself says between which prices that is so; who
/// asks may keep those to himself until something happens. Every decision stays what it would have been.
/// </summary>
public sealed partial class RiskEngine
{
    private QuietSearch? _search;

    /// <summary>
    /// How far the price of a contract may go from here without anything to decide, while nothing else happens; null when a next price may matter
    /// wherever it is. Call it after a step.
    /// </summary>
    /// <param name="instrument">The only contract in which anything is held.</param>
    /// <param name="reach">Fraction of the price beyond which nobody needs to know.</param>
    public QuietSpell? FindQuiet(InstrumentId instrument, decimal reach)
    {
        _search ??= new QuietSearch(_books, _board, _postures, _curve, _settings);
        return _search.Find(instrument, reach);
    }

    /// <summary>
    /// Takes in a price of a quiet spell. Before anything else happens these are to be told, in the order in which they came: the worst for what is
    /// held, the newest, and the last before and the first after the newest beginnings of a trading day, a week and a month.
    /// </summary>
    public void Pass(InstrumentId instrument, decimal mark, in EventTimes times)
    {
        _books.BeginStep(times, isPrice: true);
        StartDay();
        var contract = _books.Contract(instrument);
        if (contract.TryMark(mark, mark, times.VenueAt.UtcTicks, _books.Clock.Now, _books.Settings))
        {
            contract.HearStream();
            contract.Revalue();
        }

        _books.RefreshAll();
    }

    /// <summary>Takes in the extremes of a quiet spell as far as positions remember them.</summary>
    public void Recall(InstrumentId instrument, decimal lowest, decimal highest)
    {
        foreach (var position in _books.Contract(instrument).Positions)
        {
            position.See(lowest);
            position.See(highest);
        }
    }
}
