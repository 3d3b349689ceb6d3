using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Etrms.Venue.Hyperliquid.Signing;

/// <summary>A typed action: the struct that a main wallet signs, field by field.</summary>
/// <param name="PrimaryType">Name of the struct.</param>
internal sealed record UserSignedType(string PrimaryType, params (string Name, string Type)[] Fields)
{
    private static readonly (string, string) Chain = ("hyperliquidChain", "string");

    /// <summary>By the action's type.</summary>
    public static readonly FrozenDictionary<string, UserSignedType> ByAction = new Dictionary<string, UserSignedType>(StringComparer.Ordinal)
    {
        ["withdraw3"] = Of("Withdraw", ("destination", "string"), ("amount", "string"), ("time", "uint64")),
        ["usdSend"] = Of("UsdSend", ("destination", "string"), ("amount", "string"), ("time", "uint64")),
        ["usdClassTransfer"] = Of("UsdClassTransfer", ("amount", "string"), ("toPerp", "bool"), ("nonce", "uint64")),
        ["approveAgent"] = Of("ApproveAgent", ("agentAddress", "address"), ("agentName", "string"), ("nonce", "uint64")),
        ["approveBuilderFee"] = Of("ApproveBuilderFee", ("maxFeeRate", "string"), ("builder", "address"), ("nonce", "uint64")),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Reads the signed fields out of an action.</summary>
    /// <returns>False when one is missing or is no such value.</returns>
    public bool TryRead(JsonElement action, out ulong chainId, out List<TypedField> fields)
    {
        fields = [];
        chainId = 0;
        if (Text(action, "signatureChainId") is not { } chain || !chain.StartsWith("0x", StringComparison.Ordinal)
            || !ulong.TryParse(chain.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out chainId))
        {
            return false;
        }

        foreach (var (name, type) in Fields)
        {
            if (Read(action, name, type) is not { } value)
            {
                return false;
            }

            fields.Add(new TypedField(name, type, value));
        }

        return true;
    }

    private static UserSignedType Of(string name, params (string Name, string Type)[] fields) =>
        new("HyperliquidTransaction:" + name, [Chain, .. fields]);

    private static object? Read(JsonElement action, string name, string type) => type switch
    {
        "string" => Text(action, name) ?? (string.Equals(name, "agentName", StringComparison.Ordinal) ? "" : null),
        "address" => Text(action, name) is { } text && Address.IsOne(text) ? text : null,
        "uint64" => action.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetUInt64(out var value)
            ? value
            : null,
        _ => action.TryGetProperty(name, out var truth) && truth.ValueKind is JsonValueKind.True or JsonValueKind.False ? truth.GetBoolean() : null,
    };

    private static string? Text(JsonElement action, string name) =>
        action.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
