using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting.Engine;

/// <summary>What trading costs. All fractions: 0.04 % is 0.0004.</summary>
/// <param name="TakerFee">Share of |quantity| x price, on every fill that takes liquidity.</param>
/// <param name="MakerFee">The same for limit orders that rested; negative is a rebate.</param>
/// <param name="Slippage">How much worse than the model's price a taking fill is.</param>
public sealed record Costs(decimal TakerFee, decimal MakerFee, decimal Slippage)
{
    /// <summary>The same fee on every fill, no slippage.</summary>
    public static Costs Flat(decimal fee) => new(fee, fee, 0);

    public decimal FeeRate(bool isMaker) => isMaker ? MakerFee : TakerFee;

    /// <summary>The price after slippage, which is always to the trader's disadvantage.</summary>
    public decimal Slip(OrderSide side, decimal price) => side == OrderSide.Buy ? price * (1 + Slippage) : price * (1 - Slippage);
}
