using Etrms.Domain.Backtesting;
using Etrms.Domain.Trading;
using Etrms.Venue.Hyperliquid.Wire;

namespace Etrms.Venue.Hyperliquid.Actions;

/// <summary>Leverage, margin mode, and the margin of isolated positions.</summary>
internal sealed class MarginActions(CoinListing coins)
{
    private const decimal UnitsPerDollar = 1_000_000;

    /// <summary>Taking margin out must leave this share of the notional.</summary>
    private const decimal LeastLeft = 0.1m;
    private const string InvalidLeverage = "Invalid leverage value";
    private const string NoPosition = "Cannot update isolated margin: no isolated position.";

    public void AddTo(ActionTable table)
    {
        table.Add("updateLeverage", UpdateLeverage);
        table.Add("updateIsolatedMargin", UpdateMargin);
        table.Add("topUpIsolatedOnlyMargin", TopUp);
    }

    private ActionAnswer UpdateLeverage(ActionCall call)
    {
        var leverage = call.Action.Whole("leverage");
        var mode = call.Action.Truth("isCross") ? MarginMode.Cross : MarginMode.Isolated;
        if (!coins.TryFind(call.Action.Whole("asset"), out var coin) || leverage < 1 || leverage > coin.Coin.MaxLeverage)
        {
            return ActionAnswer.Refuse(InvalidLeverage);
        }

        var exchange = call.Desk.Hyperliquid;
        var former = exchange.ReadSettings(call.Account, coin.Id)?.MarginMode;
        if (former != mode && exchange.SetMarginMode(call.Account, coin.Id, mode, call.At).Refusal is { } refusal)
        {
            return ActionAnswer.Refuse(refusal == RefusalReason.MarginModeHasPosition
                ? "Cannot switch leverage type with open position."
                : "Cannot switch leverage type with open orders.");
        }

        return exchange.SetLeverage(call.Account, coin.Id, (int)leverage, call.At).Refusal switch
        {
            null => ActionAnswer.Done,
            RefusalReason.InsufficientMargin => ActionAnswer.Refuse("Cross position does not have sufficient margin available to decrease leverage."),
            RefusalReason.LeverageCannotFallWhileIsolated =>
                ActionAnswer.Refuse("Isolated position does not have sufficient margin available to decrease leverage."),
            _ => ActionAnswer.Refuse(InvalidLeverage),
        };
    }

    private ActionAnswer UpdateMargin(ActionCall call)
    {
        call.Action.Truth("isBuy");
        return coins.TryFind(call.Action.Whole("asset"), out var coin)
            ? Adjust(call, coin, call.Action.Whole("ntli") / UnitsPerDollar)
            : ActionAnswer.Refuse(NoPosition);
    }

    /// <summary>Adds what brings the position down to a leverage.</summary>
    private ActionAnswer TopUp(ActionCall call)
    {
        var leverage = call.Action.Decimal("leverage");
        if (!coins.TryFind(call.Action.Whole("asset"), out var coin) || leverage <= 0 || Position(call, coin) is not { } position)
        {
            return ActionAnswer.Refuse(NoPosition);
        }

        var missing = (Math.Abs(position.Notional) / leverage) - position.IsolatedMargin;
        return missing > 0 ? Adjust(call, coin, Math.Ceiling(missing * UnitsPerDollar) / UnitsPerDollar) : ActionAnswer.Refuse(InvalidLeverage);
    }

    private static ActionAnswer Adjust(ActionCall call, ListedCoin coin, decimal amount)
    {
        if (Position(call, coin) is not { } position)
        {
            return ActionAnswer.Refuse(NoPosition);
        }

        if (amount < 0 && position.IsolatedMargin + amount < Math.Abs(position.Notional) * LeastLeft)
        {
            return ActionAnswer.Refuse("Isolated position does not have sufficient margin to remove.");
        }

        return call.Desk.Hyperliquid.AdjustIsolatedMargin(call.Account, (coin.Id, PositionSide.Both), amount, call.At).Refusal switch
        {
            null => ActionAnswer.Done,
            RefusalReason.InsufficientBalance => ActionAnswer.Refuse("Insufficient margin to add to isolated position."),
            RefusalReason.IsolatedMarginTooLow => ActionAnswer.Refuse("Isolated position does not have sufficient margin to remove."),
            _ => ActionAnswer.Refuse(NoPosition),
        };
    }

    private static ExchangePosition? Position(ActionCall call, ListedCoin coin) =>
        call.Desk.Hyperliquid.ReadAccount(call.Account)?.Positions.FirstOrDefault(
            position => position.Instrument == coin.Id && position is { Quantity: not 0, MarginMode: MarginMode.Isolated });
}
