using System.Text.Json;
using Etrms.Domain.Backtesting;

namespace Etrms.Venue.Hyperliquid.Wire;

/// <summary>Reads the oid of a request, which is the exchange's number or the client's id.</summary>
internal static class OrderReferences
{
    public static OrderReference Read(JsonElement oid) => oid.ValueKind switch
    {
        JsonValueKind.Number when oid.TryGetInt64(out var number) => new OrderReference(number, null),
        JsonValueKind.String when WireRead.IsCloid(oid.GetString()) => new OrderReference(null, oid.GetString()),
        _ => throw MalformedException.Body,
    };
}
