using System.Text.Json;
using Etrms.Venue.Hyperliquid.Wallets;

namespace Etrms.Venue.Hyperliquid.Wire;

/// <summary>The JSON of money that moved without a trade.</summary>
internal static class MovementJson
{
    public static void Write(Utf8JsonWriter writer, string user, Movement movement)
    {
        writer.WriteStartObject();
        writer.Instant("time", movement.At);
        writer.Hash(movement.At.ToUnixTimeMilliseconds());
        writer.WriteStartObject("delta");
        writer.WriteString("type", movement.Kind);
        writer.Number("usdc", Math.Abs(movement.Amount));
        WriteParties(writer, user, movement);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteParties(Utf8JsonWriter writer, string user, Movement movement)
    {
        switch (movement.Kind)
        {
            case "withdraw":
                writer.WriteNumber("nonce", movement.At.ToUnixTimeMilliseconds());
                writer.Number("fee", 0);
                break;
            case "accountClassTransfer":
                writer.WriteBoolean("toPerp", movement.Amount > 0);
                break;
            case "internalTransfer" or "subAccountTransfer":
                var (from, to) = movement.Amount < 0 ? (user, movement.Other) : (movement.Other, user);
                writer.WriteString("user", from);
                writer.WriteString("destination", to);
                break;
            case "vaultDeposit" or "vaultWithdraw":
                writer.WriteString("vault", movement.Other);
                break;
            default:
                // A deposit names nobody.
                break;
        }
    }
}
