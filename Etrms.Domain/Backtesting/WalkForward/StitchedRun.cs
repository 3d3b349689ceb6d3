using Etrms.Domain.Backtesting.Engine;
using Etrms.Domain.Backtesting.Strategies.Sets;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Backtesting.WalkForward;

/// <summary>
/// The test windows as one run: each was traded with the initial capital and is scaled to what the windows before it left. A position at the edge
/// of a window is valued at its last close and ends there.
/// </summary>
internal sealed class StitchedRun(decimal initial)
{
    private readonly List<BacktestTrade> _trades = [];
    private readonly List<BreakerEvent> _events = [];
    private readonly List<SetStep> _setSteps = [];
    private readonly List<(long Time, double Equity)> _equity = [];
    private decimal _factor = 1;
    private int _refused;
    private BacktestRun? _last;

    public void Add(BacktestRun run, TimeSpan step)
    {
        foreach (var trade in run.Trades)
        {
            _trades.Add(Scaled(trade.IsOpen ? Ended(trade, run, step) : trade));
        }

        for (var i = 0; i < run.Equity.Count; i++)
        {
            _equity.Add((run.Equity.Times[i], run.Equity.Values[i] * (double)_factor));
        }

        _events.AddRange(run.BreakerEvents);
        _setSteps.AddRange(run.SetSteps);
        _refused += run.Refused;
        _factor *= run.FinalEquity / initial;
        _last = run;
    }

    /// <summary>Null when there was no window.</summary>
    public BacktestRun? Result()
    {
        if (_last is null)
        {
            return null;
        }

        var equity = new EquityRecord(_equity.Count);
        foreach (var (time, value) in _equity)
        {
            equity.Add(time, value);
        }

        return _last with
        {
            FinalEquity = initial * _factor,
            Trades = [.. _trades],
            BreakerEvents = [.. _events],
            SetSteps = [.. _setSteps],
            Equity = equity,
            Refused = _refused,
        };
    }

    private static BacktestTrade Ended(BacktestTrade trade, BacktestRun run, TimeSpan step)
    {
        var direction = trade.Side == TradeSide.Long ? 1 : -1;
        return trade with
        {
            ExitAt = DateTimeOffset.FromUnixTimeMilliseconds(run.Equity.Times[^1]) + step,
            ExitPrice = trade.EntryPrice + (direction * trade.GrossPnl / trade.Quantity),
            ExitFee = trade.ExitFee ?? 0,
            ExitReason = ExitReason.EndOfRun,
            NetPnl = trade.GrossPnl - trade.EntryFee - (trade.ExitFee ?? 0) + trade.Funding,
        };
    }

    private BacktestTrade Scaled(BacktestTrade trade) => trade with
    {
        Quantity = trade.Quantity * _factor,
        EntryFee = trade.EntryFee * _factor,
        ExitFee = trade.ExitFee * _factor,
        GrossPnl = trade.GrossPnl * _factor,
        Funding = trade.Funding * _factor,
        NetPnl = trade.NetPnl * _factor,
    };
}
