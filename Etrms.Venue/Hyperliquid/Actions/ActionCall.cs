using System.Text.Json;
using Etrms.Venue.Hyperliquid.Wallets;
using Etrms.Venue.Hyperliquid.Wire;
using Etrms.Venue.Market;

namespace Etrms.Venue.Hyperliquid.Actions;

/// <summary>One verified action on its way to a handler, on the venue's loop.</summary>
/// <param name="Owner">The main wallet that the signer acts for.</param>
/// <param name="Account">Whose account is traded: the owner's, or the sub-account or vault that the request names.</param>
internal sealed record ActionCall(JsonElement Action, Wallet Owner, string Account, VenueDesk Desk)
{
    public DateTimeOffset At => Desk.Now.MarketAt;
}

/// <summary>How an action ends: {"status":"ok","response":…}, or a refusal of the whole.</summary>
internal sealed record ActionAnswer
{
    private ActionAnswer(Action<Utf8JsonWriter>? writeResponse, string? refusal) => (WriteResponse, Refusal) = (writeResponse, refusal);

    public Action<Utf8JsonWriter>? WriteResponse { get; }

    public string? Refusal { get; }

    /// <summary>The wallets changed and are to be kept.</summary>
    public bool ChangesWallets { get; init; }

    public static readonly ActionAnswer Done = new(writer => writer.WriteString("type", "default"), null);

    public static ActionAnswer Refuse(string text) => new(null, text);

    /// <summary>{"type":…,"data":"…"}, such as a new sub-account's address.</summary>
    public static ActionAnswer Data(string type, string data) => new(
        writer =>
        {
            writer.WriteString("type", type);
            writer.WriteString("data", data);
        },
        null);

    /// <summary>One status for each item, in the order of the items.</summary>
    public static ActionAnswer Statuses(string type, IReadOnlyList<ItemStatus> statuses) => new(
        writer =>
        {
            writer.WriteString("type", type);
            writer.WriteStartObject("data");
            writer.WriteStartArray("statuses");
            foreach (var status in statuses)
            {
                status.Write(writer);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        },
        null);

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("status", Refusal is null ? "ok" : "err");
        if (WriteResponse is { } write)
        {
            writer.WriteStartObject("response");
            write(writer);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteString("response", Refusal);
        }

        writer.WriteEndObject();
    }
}

/// <summary>How one order or cancellation of a batch ended.</summary>
internal sealed record ItemStatus(Action<Utf8JsonWriter> Write)
{
    public static ItemStatus Word(string word) => new(writer => writer.WriteStringValue(word));

    public static ItemStatus Error(string text) => new(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("error", text);
        writer.WriteEndObject();
    });

    /// <summary>{"resting":{"oid":…}}.</summary>
    public static ItemStatus Resting(long oid, string? cloid) => Order("resting", oid, cloid, static _ => { });

    public static ItemStatus Filled(long oid, string? cloid, decimal size, decimal average) => Order("filled", oid, cloid, writer =>
    {
        writer.Number("totalSz", size);
        writer.Number("avgPx", average);
    });

    private static ItemStatus Order(string state, long oid, string? cloid, Action<Utf8JsonWriter> writeMore) => new(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject(state);
        writeMore(writer);
        writer.WriteNumber("oid", oid);
        if (cloid is not null)
        {
            writer.WriteString("cloid", cloid);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    });
}
