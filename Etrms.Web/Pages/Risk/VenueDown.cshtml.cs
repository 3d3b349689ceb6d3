using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Domain.Trading;
using Etrms.Web.Api;

namespace Etrms.Web.Pages.Risk;

/// <summary>What to do by hand when a venue cannot be reached: made to be read from a phone, and to be printed before it is needed.</summary>
public sealed class VenueDownModel(EtrmsApi api, TimeProvider clock) : PortalPage
{
    public IReadOnlyList<VenueAccount> Accounts { get; private set; } = [];

    public bool IsComplete { get; private set; }

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Breakers that wait for a person because an action of theirs failed.</summary>
    public IEnumerable<BreakerView> Failed => (Shell.Risk?.Breakers ?? []).Where(breaker => breaker.Status == Domain.Risk.Breakers.BreakerStatus.ActionError);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var accounts = api.GetAccountsAsync(cancellationToken);
        var held = await api.GetPositionsAsync(cancellationToken);
        var answer = await accounts;
        Problem = answer.Problem ?? held.Problem;
        IsComplete = held.Value?.IsComplete ?? false;
        Accounts =
        [
            .. (answer.Value?.Accounts ?? []).OrderBy(account => account.Connection == "connected").ThenBy(account => account.Name, StringComparer.Ordinal)
                .Select(account => VenueAccount.Of(account, held.Value)),
        ];
    }
}

/// <summary>An account with what is known to stand on it.</summary>
public sealed record VenueAccount(AccountView Account, IReadOnlyList<ManualExit> Positions, IReadOnlyList<OpenOrderView> Opening)
{
    public static VenueAccount Of(AccountView account, PositionsView? held)
    {
        var orders = (held?.OpenOrders ?? []).Where(order => order.AccountId == account.Id).ToList();
        return new VenueAccount(
            account,
            [.. (held?.Positions ?? []).Where(position => position.AccountId == account.Id).OrderByDescending(position => position.Notional).Select(position => ManualExit.Of(position, orders))],
            [.. orders.Where(order => !order.ReduceOnly && !order.ClosePosition)]);
    }
}

/// <summary>How to close one position by hand.</summary>
/// <param name="Stops">Protective orders that rest at the exchange and work without ETRMS.</param>
public sealed record ManualExit(PositionView Position, OrderSide Side, decimal Quantity, Uri Exchange, IReadOnlyList<OpenOrderView> Stops)
{
    public static ManualExit Of(PositionView position, IEnumerable<OpenOrderView> orders) => new(
        position,
        position.Quantity > 0 ? OrderSide.Sell : OrderSide.Buy,
        Math.Abs(position.Quantity),
        AddressOf(position.Exchange, position.Symbol),
        [.. orders.Where(order => order.Symbol == position.Symbol && order.PositionSide == position.PositionSide && order.IsConditional && (order.ReduceOnly || order.ClosePosition))]);

    /// <summary>The contract's page at the exchange.</summary>
    private static Uri AddressOf(Exchange exchange, string symbol) => exchange switch
    {
        Etrms.Domain.Market.Exchange.Binance => new Uri($"https://www.binance.com/en/futures/{Uri.EscapeDataString(symbol)}"),
        Etrms.Domain.Market.Exchange.Hyperliquid => new Uri($"https://app.hyperliquid.xyz/trade/{Uri.EscapeDataString(symbol)}"),
    };
}
