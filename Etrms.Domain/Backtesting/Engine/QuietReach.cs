using Etrms.Domain.Market;
using Etrms.Domain.Risk;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>How far ahead the risk engine is asked about: as far as it was quiet before, less near a limit, and for a while not at all in vain.</summary>
internal sealed class QuietReach
{
    private const decimal Widest = 0.4m;
    private const decimal Narrowest = 0.003m;
    private const int LongestPause = 32;

    private decimal _reach = Widest;
    private int _pause;
    private int _left;

    /// <summary>Null when the next close may matter wherever it is.</summary>
    public QuietSpell? Find(RiskEngine engine, InstrumentId instrument)
    {
        if (_left > 0)
        {
            _left--;
            return null;
        }

        for (_reach = Math.Min(Widest, _reach * 2); _reach >= Narrowest; _reach /= 4)
        {
            if (engine.FindQuiet(instrument, _reach) is { } spell)
            {
                _pause = 0;
                return spell;
            }
        }

        _reach = Narrowest;
        _left = _pause = Math.Min(LongestPause, (_pause * 2) + 1);
        return null;
    }
}
