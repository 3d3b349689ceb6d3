using Etrms.Domain.Market;
using Etrms.Domain.Trading;
using Etrms.Exchanges.Transport;
using static Etrms.Exchanges.Binance.BinanceWords;

namespace Etrms.Exchanges.Binance;

/// <summary>How an account trades: leverage, margin and legs. "Already so" is a refusal of the venue and a success here.</summary>
internal sealed class BinanceAccountSettings(BinanceRest rest)
{
    public async Task<ExchangeOutcome<int>> SetLeverageAsync(InstrumentId instrument, int leverage, CancellationToken cancellationToken)
    {
        var call = BinanceCall.Post("/fapi/v1/leverage", weight: 1);
        call.Parameters.Add("symbol", instrument.Symbol).Add("leverage", (long?)leverage);
        return (await rest.CallAsync(call, BinanceJson.Default.LeverageMessage, cancellationToken)).Select(message => message.Leverage);
    }

    public Task<ExchangeOutcome<MarginMode>> SetMarginModeAsync(InstrumentId instrument, MarginMode mode, CancellationToken cancellationToken)
    {
        var call = BinanceCall.Post("/fapi/v1/marginType", weight: 1);
        call.Parameters.Add("symbol", instrument.Symbol).Add("marginType", Word(mode));
        return SetAsync(call, mode, BinanceFailures.NoMarginTypeChange, cancellationToken);
    }

    public Task<ExchangeOutcome<bool>> SetHedgeModeAsync(bool isHedgeMode, CancellationToken cancellationToken)
    {
        var call = BinanceCall.Post("/fapi/v1/positionSide/dual", weight: 1);
        call.Parameters.Add("dualSidePosition", isHedgeMode ? "true" : "false");
        return SetAsync(call, isHedgeMode, BinanceFailures.NoPositionModeChange, cancellationToken);
    }

    /// <summary>Adding margin protects a position, so it may use the reserve.</summary>
    public async Task<ExchangeOutcome<decimal>> AdjustIsolatedMarginAsync(
        InstrumentId instrument, PositionSide side, decimal amount, CancellationToken cancellationToken)
    {
        var call = BinanceCall.Post("/fapi/v1/positionMargin", weight: 1) with { Urgency = amount > 0 ? CallUrgency.Protective : CallUrgency.Ordinary };
        call.Parameters
            .Add("symbol", instrument.Symbol)
            .Add("positionSide", Word(side))
            .Add("amount", Math.Abs(amount))
            .Add("type", amount > 0 ? "1" : "2");
        var moved = await rest.CallAsync(call, BinanceJson.Default.PositionMarginMessage, cancellationToken);
        return moved.Select(message => amount > 0 ? message.Amount : -message.Amount);
    }

    private async Task<ExchangeOutcome<T>> SetAsync<T>(BinanceCall call, T value, int alreadySo, CancellationToken cancellationToken)
    {
        var done = (await rest.CallAsync(call, BinanceJson.Default.DoneMessage, cancellationToken)).Select(_ => value);
        return done is ExchangeOutcome<T>.Rejected { Rejection.Code: var code } && code == alreadySo
            ? new ExchangeOutcome<T>.Accepted(value)
            : done;
    }
}
