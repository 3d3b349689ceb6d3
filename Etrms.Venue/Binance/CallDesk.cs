using Etrms.Venue.Binance.Limits;
using Etrms.Venue.Control;
using Etrms.Venue.Market;

namespace Etrms.Venue.Binance;

/// <summary>Where a call came from and what it brought along.</summary>
/// <param name="Admitted">The account of a session that logged on; its calls need no key and no signature of their own.</param>
internal sealed record CallSource(IServiceProvider Services, string Address, string? ApiKey, PaperAccount? Admitted = null)
{
    /// <summary>How far behind the venue answers, by a scripted fault.</summary>
    public TimeSpan Lag { get; init; }
}

/// <summary>An answer with what the call used of the limits.</summary>
/// <param name="Orders">Null for calls that are no orders.</param>
internal sealed record CallOutcome(Answer Answer, int UsedWeight, OrderCount? Orders);

/// <summary>What every call goes through, by whatever wire it came: weight, authentication, order counts, handler.</summary>
internal sealed class CallDesk(RequestWeights weights, OrderCounts orders, Authentication authentication, WireLog log, VenueLoop loop)
{
    public async Task<CallOutcome> AnswerAsync(Route route, CallSource source, Parameters parameters)
    {
        var (used, count) = (0, (OrderCount?)null);
        try
        {
            if (weights.Book(source.Address, route.Weight(parameters), out used) is { } overweight)
            {
                return new CallOutcome(overweight, used, null);
            }

            if (route.IsOrderEntry)
            {
                log.OrderReceived(route.Method, route.Path, parameters);
            }

            var refusal = Admit(route, source, parameters, out var account, out count);
            var answer = refusal is { } refused ? refused : await route.Handle(new BinanceCall(source, parameters, account, loop));
            return new CallOutcome(answer, used, count);
        }
        catch (BinanceException refused)
        {
            return new CallOutcome(refused.Error, used, count);
        }
    }

    private BinanceError? Admit(Route route, CallSource source, Parameters parameters, out PaperAccount? account, out OrderCount? count)
    {
        count = null;
        account = source.Admitted;
        if (account is null && authentication.Check(route.Access, source.ApiKey, parameters, out account) is { } refusal)
        {
            return refusal;
        }

        if (!route.IsOrderEntry)
        {
            return null;
        }

        var fits = orders.TryBook(account!.Name, route.Orders, out var booked);
        count = booked;
        return fits ? null : BinanceErrors.TooManyOrders;
    }
}
