using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid.Info;

/// <summary>What an info request is answered with.</summary>
/// <param name="Write">Writes one JSON value; it may run after the loop has moved on.</param>
/// <param name="Items">Length of a list, which long answers are charged for.</param>
internal readonly record struct InfoAnswer(Action<Utf8JsonWriter> Write, int Items = 0)
{
    public static implicit operator InfoAnswer(Action<Utf8JsonWriter> write) => new(write);

    public static InfoAnswer Object(Action<Utf8JsonWriter> writeProperties) => new(writer =>
    {
        writer.WriteStartObject();
        writeProperties(writer);
        writer.WriteEndObject();
    });

    public static InfoAnswer List<T>(IReadOnlyCollection<T> items, Action<Utf8JsonWriter, T> writeItem) => new(
        writer =>
        {
            writer.WriteStartArray();
            foreach (var item in items)
            {
                writeItem(writer, item);
            }

            writer.WriteEndArray();
        },
        items.Count);
}

/// <summary>Reads on the venue's loop what the answer needs.</summary>
internal delegate InfoAnswer InfoHandler(JsonElement request, VenueDesk desk);

/// <param name="Weight">Request weight without the charge for long answers.</param>
/// <param name="ItemsPerWeight">Returned items that cost one more; 0 when length is free.</param>
internal sealed record InfoRoute(InfoHandler Handle, int Weight, int ItemsPerWeight);

/// <summary>The info requests by type.</summary>
internal sealed class InfoTable
{
    private const int CheapWeight = 2;
    private const int UsualWeight = 20;
    private readonly Dictionary<string, InfoRoute> _routes = new(StringComparer.Ordinal);

    public InfoTable(InfoParts parts)
    {
        parts.Market.AddTo(this);
        parts.Accounts.AddTo(this);
        parts.Orders.AddTo(this);
        parts.Histories.AddTo(this);
        parts.Users.AddTo(this);
        parts.Web.AddTo(this);
    }

    public void AddCheap(string type, InfoHandler handle) => Add(type, handle, CheapWeight);

    public void Add(string type, InfoHandler handle, int weight = UsualWeight, int itemsPerWeight = 0) =>
        _routes.Add(type, new InfoRoute(handle, weight, itemsPerWeight));

    public bool TryFind(string type, [NotNullWhen(true)] out InfoRoute? route) => _routes.TryGetValue(type, out route);
}

/// <summary>Those who answer.</summary>
internal sealed record InfoParts(
    MarketInfo Market, AccountInfo Accounts, OrderInfo Orders, HistoryInfo Histories, UserInfo Users, WebData Web);
