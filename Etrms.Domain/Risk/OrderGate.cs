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
        return new PreTradeContext(
            contract?.Rules,
            isMarkFresh ? contract!.Mark : null,
            known is { IsRead: true, DoubtfulSince: 0 } ? known.Find(instrument, side)?.Quantity ?? 0 : null,
            claim?.Posture ?? Posture.Normal,
            claim?.Reason)
        {
            Lock = locked is null ? null : $"{locked.Reason}, until {locked.Until:yyyy-MM-dd HH\\:mm} UTC",
            Factor = scaling?.Factor ?? 1,
            FactorReason = scaling is null ? null : $"{scaling.Reason}, new risk passes at {Words.Percent(scaling.Factor ?? 1)} of its size",
        };
    }

    /// <summary>The same for one order, with what it would lead to.</summary>
    public PreTradeContext ContextOf(OrderRequest request, Func<OrderRequest, decimal, OrderPreview> preview)
    {
        var plain = ContextOf(request.Account, request.Instrument, request.PositionSide);
        if (books.Account(request.Account) is not { } account || plain is not { Mark: { } mark, Quantity: not null })
        {
            return plain;
        }

        var after = preview(request with { Quantity = request.Quantity * plain.Factor }, mark);
        return plain with
        {
            IsDuplicate = account.Recent.Holds(request, books.Clock.Now, books.Settings.DuplicateWithin),
            IsRateExceeded = account.Recent.CountSince(books.Clock.Now - TimeSpan.TicksPerMinute) >= books.Settings.MaxOrdersPerMinute,
            Breaches = after.Breaches,
            LiquidationDistance = after.Position?.LiquidationDistance,
            MinLiquidationDistance = books.Settings.MinLiquidationDistance,
        };
    }
}
