using System.Collections.Immutable;
using Etrms.Domain.Risk.Books;
using Etrms.Domain.Trading;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>
/// Holds the trader to a pause or lock also elsewhere: nobody but the exchange can refuse what is typed in its app, but it is seen, and
/// the breaker's enforcement says what follows (RISK 4.3).
/// </summary>
internal sealed class Enforcer
{
    private readonly SortedDictionary<PositionKey, decimal> _allowed = [];
    private readonly SortedSet<string> _orders = new(StringComparer.Ordinal);
    private bool _isOn;
    private int _count;

    /// <summary>Reductions and cancels that undo.</summary>
    public List<PlanStep> Steps { get; } = [];

    public void Check(BreakerWatch watch, BoardContext context)
    {
        Steps.RemoveAll(step => step.IsDone);
        if (!context.Postures.Refuses(watch.ClaimPrefix) && !context.Postures.Refuses(watch.LockPrefix))
        {
            _isOn = false;
            return;
        }

        if (!_isOn)
        {
            Begin(watch, context);
            return;
        }

        foreach (var account in context.Books.Accounts)
        {
            if (context.Books.UnknownHoldings(account) is null)
            {
                CheckOrders(account, watch, context);
                CheckPositions(account, watch, context);
            }
        }
    }

    public EnforcementState Capture() => new(
        _isOn, _count, [.. _allowed.Select(leg => new AllowedLeg(new LegName(leg.Key.Account, leg.Key.Instrument, leg.Key.Side), leg.Value))],
        [.. _orders], [.. Steps]);

    public void Restore(EnforcementState state)
    {
        (_isOn, _count) = (state.IsOn, state.Count);
        foreach (var leg in state.Allowed)
        {
            _allowed[new PositionKey(leg.Leg.Account, leg.Leg.Instrument, leg.Leg.Side)] = leg.Quantity;
        }

        _orders.UnionWith(state.SeenOrders);
        Steps.AddRange(state.Steps);
    }

    /// <summary>What is held and what rests when the pause begins was there before it.</summary>
    private void Begin(BreakerWatch watch, BoardContext context)
    {
        _isOn = true;
        _allowed.Clear();
        _orders.Clear();
        foreach (var account in context.Books.Accounts)
        {
            foreach (var position in account.Positions)
            {
                _allowed[position.Key] = position.Quantity;
            }

            _orders.UnionWith(account.Orders.Values.Select(order => IdOf(account, order)));
        }
    }

    private void CheckOrders(AccountBook account, BreakerWatch watch, BoardContext context)
    {
        foreach (var order in account.Orders.Values.Where(order => IsOpening(order, account)).OrderBy(order => order.OrderId, StringComparer.Ordinal).ToList())
        {
            var underlying = context.Books.Contract(order.Instrument).Underlying;
            if (_orders.Contains(IdOf(account, order)) || !watch.Breaker.ActScope.Covers(account.Id, order.Instrument, underlying))
            {
                continue;
            }

            _orders.Add(IdOf(account, order));
            var what = $"an order to {order.Side.ToString().ToLowerInvariant()} {Words.Plain(order.Quantity)} {order.Instrument.Symbol} was placed elsewhere";
            Respond(watch, context, what, "it is cancelled", plan => new PlanStep(
                plan, PlanStepKind.Cancel, account.Id, order.Instrument, PositionSide.Both, 0, CancelFilter.Opening, null, ""));
        }
    }

    private void CheckPositions(AccountBook account, BreakerWatch watch, BoardContext context)
    {
        foreach (var gone in _allowed.Keys.Where(key => key.Account == account.Id && account.Find(key.Instrument, key.Side) is null).ToList())
        {
            _allowed.Remove(gone);
        }

        foreach (var position in account.Positions.Where(position => TripPlan.Covers(watch.Breaker.ActScope, position)).ToList())
        {
            var allowed = _allowed.GetValueOrDefault(position.Key);
            var kept = Math.Sign(allowed) == Math.Sign(position.Quantity) ? Math.Abs(allowed) : 0;
            if (Math.Abs(position.Quantity) <= kept)
            {
                _allowed[position.Key] = position.Quantity;
            }
            else if (!Steps.Exists(step => step.Kind == PlanStepKind.Reduce && TripPlan.IsLeg(step, position.Key)) && context.TargetOf(position.Key) is null)
            {
                Grow(position, kept, watch, context);
            }
        }
    }

    private void Grow(PositionBook position, decimal kept, BreakerWatch watch, BoardContext context)
    {
        var size = Math.Abs(position.Quantity);
        var what = $"{position.Contract.Id.Symbol} grew from {Words.Plain(kept)} to {Words.Plain(size)} elsewhere";
        if (watch.Breaker.Enforcement != Enforcement.Undo)
        {
            _allowed[position.Key] = position.Quantity;
        }

        Respond(watch, context, what, $"the {Words.Plain(size - kept)} that came are closed, and no more", plan => new PlanStep(
            plan, PlanStepKind.Reduce, position.Account.Id, position.Contract.Id, position.Side, kept, CancelFilter.Opening, null, ""));
    }

    private void Respond(BreakerWatch watch, BoardContext context, string what, string undone, Func<Guid, PlanStep> undo)
    {
        var consequence = watch.Breaker.Enforcement switch
        {
            Enforcement.AlertOnly => "you were told, nothing else was done",
            Enforcement.Undo => undone,
            Enforcement.OperatorOverride => context.Postures.Refuses(watch.LockPrefix) ? "the lock stays" : "the pause is over",
        };
        var cell = watch.Speaker;
        var key = $"enforced/{watch.Breaker.Id:N}/{cell.TripSeq}/{++_count}";
        watch.StateVersion++;
        context.Record(BreakerEvents.Of(watch, cell, BreakerEventKind.Enforced, null, $"New risk is refused, but {what}.", $"By its enforcement {consequence}."));
        context.Alert(key, AlertSeverity.Warning, $"{watch.Breaker.Name}: new risk in spite of the pause", $"While new risk is refused, {what}; {consequence}.", watch.Breaker.Id);
        switch (watch.Breaker.Enforcement)
        {
            case Enforcement.AlertOnly:
                break;
            case Enforcement.Undo:
                var trip = PlanIds.OfTrip(context.Owner, watch.Breaker.Id, watch.Breaker.Revision, cell.TripSeq);
                var step = undo(PlanIds.Part(trip, $"undo/{_count}"));
                Steps.Add(step);
                TripPlan.Emit(step, context);
                break;
            case Enforcement.OperatorOverride:
                context.Postures.ReleaseAll(watch.ClaimPrefix);
                break;
        }
    }

    /// <summary>An order without a mark of its own may still only shrink what is held.</summary>
    private static bool IsOpening(Order order, AccountBook account) => !order.IsReducing
        && !(account.Find(order.Instrument, order.PositionSide) is { } held
            && (held.Quantity > 0) == (order.Side == OrderSide.Sell) && order.RemainingQuantity <= Math.Abs(held.Quantity));

    private static string IdOf(AccountBook account, Order order) => $"{account.Id}/{AccountEvents.SeenId(order)}";
}
