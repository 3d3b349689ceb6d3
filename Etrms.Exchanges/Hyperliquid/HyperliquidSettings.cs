using Etrms.Domain.Market;
using Etrms.Domain.Trading;

namespace Etrms.Exchanges.Hyperliquid;

/// <summary>Leverage, margin and the dead-man switch.</summary>
internal sealed class HyperliquidSettings(HyperliquidRest rest)
{
    private const decimal MicrosPerUsd = 1_000_000;

    /// <summary>The venue refuses a nearer time.</summary>
    private static readonly TimeSpan NearestSwitch = TimeSpan.FromSeconds(5);

    /// <summary>Covers every open order of the account, protective ones as well. The venue wants a traded volume before it allows this at all.</summary>
    public async Task<ExchangeOutcome<TimeSpan?>> ArmDeadManAsync(TimeSpan? after, CancellationToken cancellationToken)
    {
        // A second more than the venue's least, for the way there.
        TimeSpan? wait = after is { } asked ? TimeSpan.FromTicks(Math.Max(asked.Ticks, (NearestSwitch + TimeSpan.FromSeconds(1)).Ticks)) : null;
        var answer = await rest.ActAsync(HyperliquidAction.ScheduleCancel(rest.Network.Clock.Now + wait), cancellationToken);
        return answer.Select(_ => wait);
    }

    public Task<ExchangeOutcome<int>> SetLeverageAsync(InstrumentId instrument, int leverage, CancellationToken cancellationToken) =>
        UpdateAsync(instrument, setting => (setting.Type == "cross", leverage), leverage, cancellationToken);

    public async Task<ExchangeOutcome<MarginMode>> SetMarginModeAsync(InstrumentId instrument, MarginMode mode, CancellationToken cancellationToken) =>
        await (await ContractList.FindAsync(rest, instrument, cancellationToken)).ThenAsync(async contract =>
            mode == MarginMode.Cross && contract.Instrument.OnlyIsolated
                ? new ExchangeOutcome<MarginMode>.Rejected(new(0, $"{instrument} is margined in isolation only.", RejectionClass.Fatal))
                : await UpdateAsync(instrument, setting => (mode == MarginMode.Cross, setting.Value), mode, cancellationToken));

    public async Task<ExchangeOutcome<decimal>> AdjustIsolatedMarginAsync(
        InstrumentId instrument, decimal amount, CancellationToken cancellationToken)
    {
        var micros = (long)decimal.Truncate(amount * MicrosPerUsd);
        return await (await ContractList.FindAsync(rest, instrument, cancellationToken)).ThenAsync(async contract =>
            (await rest.ActAsync(HyperliquidAction.UpdateIsolatedMargin(contract.Asset, micros), cancellationToken)).Select(_ => micros / MicrosPerUsd));
    }

    /// <summary>The venue changes mode and leverage in one action, so the half that stays is read first.</summary>
    private async Task<ExchangeOutcome<T>> UpdateAsync<T>(
        InstrumentId instrument, Func<LeverageMessage, (bool IsCross, int Leverage)> change, T set, CancellationToken cancellationToken)
    {
        var found = await ContractList.FindAsync(rest, instrument, cancellationToken);
        var request = new InfoRequest("activeAssetData") { User = rest.Identity.User, Coin = instrument.Symbol };
        var read = await rest.ReadAsync(request, HyperliquidJson.Default.ActiveAssetMessage, cancellationToken);
        var wanted =
            from contract in found
            from active in read
            select (contract.Asset, Setting: change(active.Leverage));
        return (await wanted.ThenAsync(update => rest.ActAsync(
            HyperliquidAction.UpdateLeverage(update.Asset, update.Setting.IsCross, update.Setting.Leverage), cancellationToken))).Select(_ => set);
    }
}
