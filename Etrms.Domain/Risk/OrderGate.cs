using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Books;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk;

/// <summary>Gathers from books and postures what <see cref="PreTradeCheck"/> judges an order by.</summary>
internal sealed class OrderGate(RiskBooks books, PostureBoard postures)
{
    public PreTradeContext ContextOf(AccountId account, InstrumentId instrument, PositionSide side)
    {
        var contract = books.FindContract(instrument);
        var underlying = contract?.Underlying ?? instrument.Symbol;
        var isMarkFresh = contract is { Mark: > 0, IsDoubtful: false }
            && books.Clock.Now - contract.MarkAt <= books.Settings.MarkStaleAfter.Ticks;
        var known = books.Account(account);
        var claim = postures.Strongest(account, instrument, underlying);
        var scaling = postures.Scaling(account, instrument, underlying);
        var locked = postures.Lock(account, instrument, underlying);
        var market = contract?.AdviceWithin(books.Settings) ?? MarketAdvice.None;
        var held = known is { DoubtfulSince: 0 } && books.IsReadSinceStart(known) ? known.Find(instrument, side)?.Quantity ?? 0 : (decimal?)null;
        var (stop, stopReason) = StopOf(contract, market, held);
        return new PreTradeContext(
            contract?.Rules,
            isMarkFresh ? contract!.Mark : null,
            held,
            claim?.Posture ?? Posture.Normal,
            claim?.Reason,
            LimitOf(account, instrument) * market.Size)
        {
            Lock = locked is null ? null : $"{locked.Reason}, until {locked.Until:yyyy-MM-dd HH\\:mm} UTC",
            Factor = Math.Min(scaling?.Factor ?? 1, market.Size),
            FactorReason = market.Size < (scaling?.Factor ?? 1) ? Scaled(market.Reason, market.Size)
                : scaling is null ? null : Scaled(scaling.Reason, scaling.Factor ?? 1),
            StopFactor = stop,
            StopReason = stopReason,
            OldRules = contract is { Rules: not null } && books.Clock.Now - contract.RulesAt > books.Settings.RulesStaleAfter.Ticks
                ? $"The trading rules of {instrument} are older than {Words.Duration(books.Settings.RulesStaleAfter)}." : null,
        };
    }

    /// <summary>
    /// How far the stop of a new position goes. What is held was sized for the stop that it has: moving that away would lose more, so it is not moved.
    /// </summary>
    private (decimal Factor, string? Reason) StopOf(ContractBook? contract, MarketAdvice market, decimal? held)
    {
        if (contract is null || market.Stop == 1)
        {
            return (1, null);
        }

        var factor = Math.Min(market.Stop, contract.StopSeen(books.Clock.Now - books.Settings.AssessmentStaleAfter.Ticks));
        return held != 0 ? (1, "what is held keeps its stop")
            : factor == 1 ? (1, "what the market calls for is not seen now")
            : (factor, market.Reason);
    }

    /// <summary>The same for one order, with what it would lead to.</summary>
    public PreTradeContext ContextOf(OrderRequest request, Func<OrderRequest, decimal, OrderPreview> preview) => Weigh(request, null, preview).Context;

    /// <summary>All that the gate has to say to an order.</summary>
    /// <param name="request">The order.</param>
    /// <param name="keyRefusal">Why the account's key may not send it; null when it may.</param>
    /// <param name="stop">Where the stop of what it opens is to stand; null when none is planned.</param>
    /// <param name="preview">The state after a quantity at a mark.</param>
    public OrderJudgement Judge(OrderRequest request, string? keyRefusal, decimal? stop, Func<OrderRequest, decimal, OrderPreview> preview)
    {
        var (context, ahead) = Weigh(request, keyRefusal, preview);
        return new OrderJudgement
        {
            Refusals = [.. PreTradeCheck.Refusals(request, context), .. StopPlan.Faults(request, stop, context)],
            Quantity = PreTradeCheck.EffectiveQuantity(request, context),
            IsReducing = PreTradeCheck.IsReducing(request, context),
            Note = (PreTradeCheck.Check(request, context) as PreTradeResult.Approved)?.Note,
            Mark = context.Mark,
            Preview = ahead,
            StopFactor = context.StopFactor,
            StopReason = context.StopReason,
            Stop = stop is { } level ? StopPlan.Of(request, level, context, ahead?.Position?.LiquidationPrice) : null,
        };
    }

    private (PreTradeContext Context, OrderPreview? Ahead) Weigh(
        OrderRequest request, string? keyRefusal, Func<OrderRequest, decimal, OrderPreview> preview)
    {
        var plain = ContextOf(request.Account, request.Instrument, request.PositionSide) with { KeyRefusal = keyRefusal };
        if (books.Account(request.Account) is not { } account || plain is not { Mark: { } mark, Quantity: not null })
        {
            return (plain, null);
        }

        var ahead = preview(request with { Quantity = PreTradeCheck.EffectiveQuantity(request, plain) }, mark);
        var weighed = plain with
        {
            IsDuplicate = account.Recent.Holds(request, books.Clock.Now, books.Settings.DuplicateWithin),
            IsRateExceeded = account.Recent.CountSince(books.Clock.Now - TimeSpan.TicksPerMinute) >= books.Settings.MaxOrdersPerMinute,
            Breaches = ahead.Breaches,
            LiquidationDistance = ahead.Position?.LiquidationDistance,
            MinLiquidationDistance = books.Settings.MinLiquidationDistance,
        };
        return (weighed, ahead);
    }

    private static string Scaled(string? reason, decimal share) => $"{reason}, new risk passes at {Words.Percent(share)} of its size";

    /// <summary>The smallest limit that applies to a position; null when none does.</summary>
    private decimal? LimitOf(AccountId account, InstrumentId instrument)
    {
        var limits = books.Settings.MaxNotional;
        if (limits.IsEmpty)
        {
            return null;
        }

        string[] names = ["*", instrument.Symbol, account.ToString(), $"{account}/{instrument.Symbol}"];
        return limits.Where(limit => names.Contains(limit.Key, SymbolSpelling.Comparer)).Select(limit => (decimal?)limit.Value).Min();
    }
}
