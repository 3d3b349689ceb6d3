using System.Globalization;
using System.Text;
using System.Text.Json;
using Etrms.Exchanges.Hyperliquid.Signing;

namespace Etrms.Exchanges.Tests.Hyperliquid;

/// <summary>Signatures of generated actions, written by tests/golden/hyperliquid/signatures.mjs with tools of others.</summary>
public sealed class GoldenSignatureTests
{
    private static readonly JsonElement Golden = JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", "hyperliquid-signatures.json"))).RootElement;

    [Fact]
    public void Keccak_gives_what_others_compute_around_the_length_of_a_block()
    {
        Assert.All(Entries("keccak"), entry =>
            Assert.Equal(Text(entry, "hash"), Hex.Text(Keccak.Hash(Encoding.UTF8.GetBytes(Text(entry, "text"))))));
    }

    [Fact]
    public void Generated_exchange_actions_hash_and_sign_as_others_do()
    {
        Assert.All(Entries("exchange"), entry =>
        {
            var key = Key(entry);
            var hash = ActionSignature.Hash(Encoding.UTF8.GetBytes(entry.GetProperty("action").GetRawText()), new(
                entry.GetProperty("nonce").GetInt64(),
                entry.TryGetProperty("vaultAddress", out var vault) ? vault.GetString() : null,
                entry.TryGetProperty("expiresAfter", out var expires) ? expires.GetInt64() : null));

            Assert.Equal(Text(entry, "signer"), key.Address);
            Assert.Equal(Text(entry, "connectionId"), Hex.Text(hash));
            Assert.Equal(Expected(entry), key.Sign(ActionSignature.Digest(hash, entry.GetProperty("isMainnet").GetBoolean())));
        });
    }

    [Fact]
    public void Generated_actions_of_the_wallet_itself_sign_as_others_do()
    {
        Assert.All(Entries("user"), entry =>
        {
            var action = entry.GetProperty("action");
            TypedField[] fields = [.. entry.GetProperty("fields").EnumerateArray().Select(field => Field(action, Text(field, "name"), Text(field, "type")))];
            var chain = ulong.Parse(Text(action, "signatureChainId").AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

            var digest = TypedData.Digest("HyperliquidSignTransaction", chain, Text(entry, "primaryType"), fields);

            Assert.Equal(Expected(entry), Key(entry).Sign(digest));
        });
    }

    private static TypedField Field(JsonElement action, string name, string type) => type switch
    {
        "string" => TypedField.Text(name, Text(action, name)),
        "address" => TypedField.Address(name, Text(action, name)),
        "bool" => TypedField.Number(name, type, action.GetProperty(name).GetBoolean() ? 1u : 0),
        _ => TypedField.Number(name, type, action.GetProperty(name).GetUInt64()),
    };

    private static JsonElement.ArrayEnumerator Entries(string kind) => Golden.GetProperty(kind).EnumerateArray();

    private static SigningKey Key(JsonElement entry)
    {
        Assert.True(SigningKey.TryRead(Text(entry, "privateKey"), out var key));
        return key;
    }

    private static Signature Expected(JsonElement entry)
    {
        var signature = entry.GetProperty("signature");
        return new(Text(signature, "r"), Text(signature, "s"), signature.GetProperty("v").GetInt32());
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
