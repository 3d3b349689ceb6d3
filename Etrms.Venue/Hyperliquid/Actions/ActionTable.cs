using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Etrms.Venue.Hyperliquid.Actions;

/// <param name="Count">Actions that a request counts as.</param>
internal sealed record ActionRoute(Func<ActionCall, ActionAnswer> Handle, Func<JsonElement, int> Count)
{
    /// <summary>It takes orders back, for which an address has more room.</summary>
    public bool IsCancel { get; init; }

    /// <summary>It places, changes or cancels orders: the wire log names it.</summary>
    public bool IsOrderEntry { get; init; }

    /// <summary>The main wallet must have signed it itself.</summary>
    public bool NeedsOwner { get; init; }
}

/// <summary>The actions by type.</summary>
internal sealed class ActionTable
{
    private readonly Dictionary<string, ActionRoute> _routes = new(StringComparer.Ordinal);

    public ActionTable(OrderActions orders, CancelActions cancels, MarginActions margins, TransferActions transfers, ApprovalActions approvals)
    {
        orders.AddTo(this);
        cancels.AddTo(this);
        margins.AddTo(this);
        transfers.AddTo(this);
        approvals.AddTo(this);
        Add("noop", _ => ActionAnswer.Done);
        Add("twapOrder", _ => RefuseTwap());
        Add("twapCancel", _ => RefuseTwap());
    }

    public void Add(string type, Func<ActionCall, ActionAnswer> handle) => _routes.Add(type, new ActionRoute(handle, _ => 1));

    /// <summary>An action that moves money or approves others.</summary>
    public void AddOwners(string type, Func<ActionCall, ActionAnswer> handle) =>
        _routes.Add(type, new ActionRoute(handle, _ => 1) { NeedsOwner = true });

    /// <param name="type">Type of the action.</param>
    /// <param name="handle">Carries it out.</param>
    /// <param name="items">Field with the batch; null when it holds one order.</param>
    /// <param name="isCancel">It takes orders back.</param>
    public void AddOrders(string type, Func<ActionCall, ActionAnswer> handle, string? items, bool isCancel = false) =>
        _routes.Add(type, new ActionRoute(handle, action => items is null ? 1 : Length(action, items)) { IsCancel = isCancel, IsOrderEntry = true });

    public bool TryFind(string type, [NotNullWhen(true)] out ActionRoute? route) => _routes.TryGetValue(type, out route);

    private static int Length(JsonElement action, string items) =>
        action.TryGetProperty(items, out var list) && list.ValueKind == JsonValueKind.Array ? Math.Max(1, list.GetArrayLength()) : 1;

    private static ActionAnswer RefuseTwap() => ActionAnswer.Refuse("TWAP orders are not offered by this venue.");
}
