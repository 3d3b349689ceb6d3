using System.Collections.Immutable;
using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Market;

namespace Etrms.Domain.Backtesting.Strategies.Sets;

/// <summary>How a market was read and which set was in charge, from a close on.</summary>
/// <param name="Regime">Null while unknown.</param>
/// <param name="Set">Name of the seat.</param>
public sealed record SetStep(DateTimeOffset At, InstrumentId Instrument, SetRegime? Regime, string Set);

/// <summary>
/// Trades one contract with the set that the regime calls for. Every set sees every candle, so that its indicators are warm; only the one in charge is
/// heard. It stays in charge of what it opened: once the regime calls for another it may only close, and the other takes over when nothing is held.
/// What is decided at a close goes by that candle and those before it.
/// </summary>
internal sealed class SetSwitch(SetRoster roster) : IStrategy
{
    private readonly ConditionWatch _watch = roster.Watch();
    private readonly ImmutableArray<IStrategy> _strategies = [.. roster.Seats.Select(seat => seat.Definition.Create(seat.Arguments))];
    private readonly List<SetStep> _steps = [];
    private int _inCharge;

    /// <summary>Oldest first; candles that only warm indicators are left out.</summary>
    public IReadOnlyList<SetStep> Steps => _steps;

    public void OnBar(StrategyBar bar)
    {
        var isWarmUp = bar.IsWarmUp;
        var conditions = _watch.Next(bar.Candle(0), bar.ClosedAt);
        var choice = roster.Choose(conditions);
        if (choice.Seat != _inCharge && bar.Held == 0)
        {
            bar.CancelAll();
            _inCharge = choice.Seat;
        }

        var share = choice.Seat == _inCharge ? choice.Share : 0;
        if (share == 0)
        {
            bar.CancelEntries();
        }

        if (!isWarmUp)
        {
            Note(bar, conditions.Regime);
        }

        for (var i = 0; i < _strategies.Length; i++)
        {
            bar.Seat(isWarmUp || i != _inCharge, share);
            _strategies[i].OnBar(bar);
        }

        bar.Seat(isWarmUp, 1);
    }

    private void Note(StrategyBar bar, SetRegime? regime)
    {
        var set = roster.Seats[_inCharge].Name;
        if (_steps is not [.., var last] || last.Regime != regime || last.Set != set)
        {
            _steps.Add(new SetStep(bar.ClosedAt, bar.Instrument, regime, set));
        }
    }
}
