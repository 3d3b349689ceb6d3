using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Backtesting;

/// <summary>Money in and out, and what an account may choose: leverage, margin mode, position mode.</summary>
internal sealed class AccountDesk(ExchangeFloor floor, MarginDesk margin)
{
    public CommandOutcome<ExchangeAccount> Open(string key, decimal deposit, DateTimeOffset at)
    {
        if (floor.Accounts.ContainsKey(key))
        {
            return RefusalReason.AccountExists;
        }

        if (deposit < 0)
        {
            return RefusalReason.AmountNotPositive;
        }

        var account = new ExchangeAccount(key, floor.Rules) { UpdatedAt = at };
        floor.Accounts.Add(key, account);
        if (deposit > 0)
        {
            Transfer(account, deposit, at);
        }

        return account;
    }

    public CommandOutcome<WalletChange> Transfer(ExchangeAccount account, decimal amount, DateTimeOffset at)
    {
        if (amount == 0)
        {
            return RefusalReason.AmountNotPositive;
        }

        if (amount < 0 && -amount > Math.Min(margin.Available(account), account.CrossWallet))
        {
            return RefusalReason.InsufficientBalance;
        }

        floor.Book(account, LedgerKind.Transfer, instrument: null, amount, tradeId: null, at);
        var reason = amount > 0 ? AccountChangeReason.Deposit : AccountChangeReason.Withdraw;
        floor.AnnounceAccount(account, reason, amount, position: null, at);
        return new WalletChange(floor.Rules.Asset, account.Wallet, account.CrossWallet, amount);
    }

    public InstrumentSettings Settings(ExchangeAccount account, Instrument instrument)
    {
        var (leverage, mode) = account.SettingsOf(instrument.Id);
        return new InstrumentSettings(instrument.Id, leverage, mode, Margin.MaxNotional(instrument, leverage) ?? 0);
    }

    public CommandOutcome<InstrumentSettings> SetLeverage(ExchangeAccount account, Instrument instrument, int leverage, DateTimeOffset at)
    {
        if (leverage < 1 || Margin.MaxNotional(instrument, leverage) is not { } most)
        {
            return RefusalReason.LeverageOutOfRange;
        }

        var (former, mode) = account.SettingsOf(instrument.Id);
        var legs = account.Positions.Values.Where(leg => leg.Instrument == instrument.Id && leg.Quantity != 0).ToList();
        if (legs.Any(leg => Math.Abs(leg.Quantity) * margin.MarkOf(instrument.Id) > most))
        {
            return RefusalReason.LeverageTooHighForPosition;
        }

        if (leverage < former && legs.Count > 0 && mode == MarginMode.Isolated)
        {
            return RefusalReason.LeverageCannotFallWhileIsolated;
        }

        if (leverage < former && NeedsMoreThanAvailable(account, instrument.Id, leverage))
        {
            return RefusalReason.InsufficientMargin;
        }

        account.Settings[instrument.Id] = (leverage, mode);
        floor.Emit(new ExchangeEvent.LeverageChanged(instrument.Id, leverage) { Account = account.Key, At = at });
        return Settings(account, instrument);
    }

    public CommandOutcome<InstrumentSettings> SetMarginMode(ExchangeAccount account, Instrument instrument, MarginMode mode, DateTimeOffset at)
    {
        var (leverage, former) = account.SettingsOf(instrument.Id);
        if (mode == former)
        {
            return RefusalReason.MarginModeUnchanged;
        }

        if (account.IsMultiAssets)
        {
            return RefusalReason.IsolatedInMultiAssetsMode;
        }

        if (account.Positions.Values.Any(leg => leg.Instrument == instrument.Id && leg.Quantity != 0))
        {
            return RefusalReason.MarginModeHasPosition;
        }

        if (account.OpenOrders.Values.Any(order => order.Instrument == instrument.Id)
            || account.OpenConditionals.Values.Any(order => order.Instrument == instrument.Id))
        {
            return RefusalReason.MarginModeHasOrders;
        }

        account.Settings[instrument.Id] = (leverage, mode);
        floor.AnnounceAccount(
            account, AccountChangeReason.MarginModeChange, external: 0, account.PositionFor(instrument.Id, FirstSide(account)), at);
        return Settings(account, instrument);
    }

    public static CommandOutcome<bool> SetHedgeMode(ExchangeAccount account, bool isHedgeMode)
    {
        if (account.IsHedgeMode == isHedgeMode)
        {
            return RefusalReason.PositionModeUnchanged;
        }

        if (account.Positions.Values.Any(leg => leg.Quantity != 0))
        {
            return RefusalReason.PositionModeHasPosition;
        }

        if (account.OpenOrders.Count > 0 || account.OpenConditionals.Count > 0)
        {
            return RefusalReason.PositionModeHasOrders;
        }

        account.IsHedgeMode = isHedgeMode;
        account.Positions.Clear();
        return isHedgeMode;
    }

    public CommandOutcome<bool> SetMultiAssets(ExchangeAccount account, bool isMultiAssets, DateTimeOffset at)
    {
        if (account.IsMultiAssets == isMultiAssets)
        {
            return RefusalReason.MultiAssetsModeUnchanged;
        }

        if (isMultiAssets && account.Settings.Values.Any(settings => settings.Mode == MarginMode.Isolated))
        {
            return RefusalReason.MultiAssetsModeHasIsolated;
        }

        if (account.OpenOrders.Count > 0)
        {
            return RefusalReason.MultiAssetsModeHasOrders;
        }

        account.IsMultiAssets = isMultiAssets;
        floor.Emit(new ExchangeEvent.MultiAssetsChanged(isMultiAssets) { Account = account.Key, At = at });
        return isMultiAssets;
    }

    public CommandOutcome<ExchangePosition> AdjustIsolatedMargin(
        ExchangeAccount account, (InstrumentId Instrument, PositionSide Side) leg, decimal amount, DateTimeOffset at)
    {
        var position = account.PositionOf(leg.Instrument, leg.Side);
        var (leverage, mode) = account.SettingsOf(leg.Instrument);
        if (position is not { Quantity: not 0 } || mode != MarginMode.Isolated)
        {
            return RefusalReason.NotIsolated;
        }

        if (amount == 0)
        {
            return RefusalReason.AmountNotPositive;
        }

        if (amount > margin.Available(account))
        {
            return RefusalReason.InsufficientBalance;
        }

        var mark = margin.MarkOf(leg.Instrument);
        var least = Margin.InitialMargin(Math.Abs(position.Quantity) * mark, leverage);
        if (amount < 0 && position.IsolatedWallet + amount + Math.Min(0, position.Pnl(mark)) < least)
        {
            return RefusalReason.IsolatedMarginTooLow;
        }

        position.IsolatedWallet += amount;
        position.UpdatedAt = at;
        floor.AnnounceAccount(account, AccountChangeReason.MarginTransfer, external: 0, position, at);
        return margin.View(account, leg.Instrument, leg.Side);
    }

    /// <summary>Rate times notional; longs pay a positive rate, shorts receive it.</summary>
    /// <param name="market">The contract.</param>
    /// <param name="rate">What is settled and when.</param>
    /// <param name="price">Null for the mark.</param>
    public void SettleFunding(InstrumentMarket market, FundingRate rate, decimal? price)
    {
        foreach (var account in floor.Accounts.Values)
        {
            foreach (var position in account.Positions.Values.Where(leg => leg.Instrument == market.Instrument.Id).ToList())
            {
                var amount = Math.Round(-position.Quantity * (price ?? market.Mark ?? position.EntryPrice) * rate.Rate, 8);
                if (amount == 0)
                {
                    continue;
                }

                if (account.SettingsOf(position.Instrument).Mode == MarginMode.Isolated)
                {
                    position.IsolatedWallet += amount;
                }

                floor.Book(account, LedgerKind.Funding, position.Instrument, amount, tradeId: null, rate.At);
                floor.AnnounceAccount(account, AccountChangeReason.Funding, amount, position, rate.At);
            }
        }
    }

    private static PositionSide FirstSide(ExchangeAccount account) => account.IsHedgeMode ? PositionSide.Long : PositionSide.Both;

    private bool NeedsMoreThanAvailable(ExchangeAccount account, InstrumentId instrument, int leverage)
    {
        var (former, _) = account.SettingsOf(instrument);
        var bound = account.OpenOrders.Values.Where(order => order.Instrument == instrument).Select(order => order.PositionSide)
            .Concat(account.Positions.Values.Where(leg => leg.Instrument == instrument).Select(leg => leg.Side))
            .Distinct()
            .Select(side => margin.Contract(account, instrument, side))
            .Sum(contract => contract.Position + contract.OpenOrders);
        return (bound * former / leverage) - bound > margin.Available(account);
    }
}
