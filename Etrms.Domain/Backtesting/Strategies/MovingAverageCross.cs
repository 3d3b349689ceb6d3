using Etrms.Domain.Backtesting.Engine;

namespace Etrms.Domain.Backtesting.Strategies;

public enum TradeDirection
{
    LongOnly,
    LongShort,
}

/// <summary>How <see cref="MovingAverageCross"/> trades.</summary>
/// <param name="Fast">Candles of the fast average.</param>
/// <param name="Slow">Candles of the slow one.</param>
/// <param name="Direction">Whether a cross down only ends the long or turns it round.</param>
/// <param name="StopLoss">Distance of the stop from the close of the signal, as a fraction; null for none.</param>
/// <param name="TakeProfit">Distance of the target; null for none.</param>
public sealed record MovingAverageCrossSettings(
    int Fast, int Slow, TradeDirection Direction, decimal? StopLoss = null, decimal? TakeProfit = null);

/// <summary>
/// Long while the fast simple average of closes stands above the slow one, else flat or short. The averages are compared as whole numbers, so that
/// equal ones are equal: they change nothing. The first side that is seen only starts the watch.
/// </summary>
public sealed class MovingAverageCross(MovingAverageCrossSettings settings) : IStrategy
{
    private long _fastSum;
    private long _slowSum;
    private int _side;

    public void OnBar(StrategyBar bar)
    {
        var closes = bar.Closes;
        var last = closes.Length - 1;
        _fastSum += closes[last] - (last >= settings.Fast ? closes[last - settings.Fast] : 0);
        _slowSum += closes[last] - (last >= settings.Slow ? closes[last - settings.Slow] : 0);
        if (last + 1 < settings.Slow)
        {
            return;
        }

        var side = Math.BigMul(_fastSum, settings.Slow).CompareTo(Math.BigMul(_slowSum, settings.Fast));
        if (side == 0 || side == _side)
        {
            return;
        }

        var isFirst = _side == 0;
        _side = side;
        if (!isFirst)
        {
            Trade(bar, side > 0);
        }
    }

    private void Trade(StrategyBar bar, bool isUp)
    {
        if (isUp || settings.Direction == TradeDirection.LongShort)
        {
            bar.Enter(isUp ? TradeSide.Long : TradeSide.Short, protection: TradeRules.ProtectionAt(bar, isUp ? TradeSide.Long : TradeSide.Short, settings.StopLoss, settings.TakeProfit));
        }
        else
        {
            bar.Exit();
        }
    }
}
