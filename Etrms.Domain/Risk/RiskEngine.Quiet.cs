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
    /// Takes in the prices of a quiet spell, before anything else happens. The clock stays where it is: nothing falls due in a quiet spell, and the
    /// next step tells the time.
    /// </summary>
    /// <param name="instrument">The contract.</param>
    /// <param name="prices">What is to be remembered of them.</param>
    public void Pass(InstrumentId instrument, in QuietPrices prices)
    {
        var contract = _books.Contract(instrument);
        foreach (var position in contract.Positions)
        {
            position.See(prices.Lowest);
            position.See(prices.Highest);
        }

        contract.Imagine(prices.Newest);
    }
}
