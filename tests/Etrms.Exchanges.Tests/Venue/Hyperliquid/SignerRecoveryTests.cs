using System.Buffers;
using System.Text.Json;
using Etrms.Venue.Hyperliquid.Signing;
using Org.BouncyCastle.Math;

namespace Etrms.Exchanges.Tests.Venue.Hyperliquid;

/// <summary>The venue finds the signer of every recorded action; the signatures were made by tools that know nothing of it.</summary>
public sealed class SignerRecoveryTests
{
    [Fact]
    public void Every_recorded_L1_signature_leads_to_its_signer()
    {
        var vectors = Recorded("l1").ToList();

        Assert.NotEmpty(vectors);
        Assert.All(vectors, vector => Assert.Equal(
            vector.GetProperty("signer").GetString(),
            ActionSigner.RecoverL1(
                vector.GetProperty("action"), Terms(vector), Signature(vector), vector.GetProperty("isMainnet").GetBoolean() ? "a" : "b")));
    }

    [Fact]
    public void Every_recorded_typed_signature_leads_to_its_signer()
    {
        var vectors = Recorded("user").ToList();

        Assert.NotEmpty(vectors);
        Assert.All(vectors, vector =>
        {
            var name = vector.GetProperty("primaryType").GetString();
            var type = UserSignedType.ByAction.Values.Single(known => known.PrimaryType == name);
            Assert.Equal(vector.GetProperty("signer").GetString(), ActionSigner.RecoverUserSigned(vector.GetProperty("action"), type, Signature(vector)));
        });
    }

    [Fact]
    public void Recorded_actions_are_packed_byte_for_byte()
    {
        var vectors = All().Where(vector => vector.TryGetProperty("derived", out var derived) && derived.TryGetProperty("msgpack", out _)).ToList();

        Assert.NotEmpty(vectors);
        Assert.All(vectors, vector =>
        {
            var packed = new ArrayBufferWriter<byte>();
            PackedJson.Write(packed, vector.GetProperty("action"));
            Assert.Equal(vector.GetProperty("derived").GetProperty("msgpack").GetString(), Convert.ToHexStringLower(packed.WrittenSpan));
        });
    }

    [Fact]
    public void Recorded_actions_have_their_connection_id()
    {
        var vectors = Recorded("l1-hash").ToList();

        Assert.NotEmpty(vectors);
        Assert.All(vectors, vector => Assert.Equal(
            vector.GetProperty("expected").GetProperty("connectionId").GetString(),
            "0x" + Convert.ToHexStringLower(ActionSigner.ConnectionId(vector.GetProperty("action"), Terms(vector)))));
    }

    [Fact]
    public void An_altered_action_leads_to_somebody_else()
    {
        var vector = Recorded("l1").First();
        var terms = Terms(vector) with { Nonce = Terms(vector).Nonce + 1 };

        Assert.NotEqual(vector.GetProperty("signer").GetString(), ActionSigner.RecoverL1(vector.GetProperty("action"), terms, Signature(vector)));
    }

    [Fact]
    public void A_signature_that_no_key_can_make_leads_to_nobody()
    {
        var digest = Keccak.Hash([1, 2, 3]);

        Assert.Null(Secp256k1.Recover(digest, new WireSignature(BigInteger.Zero, BigInteger.One, IsOdd: false)));
        Assert.Null(Secp256k1.Recover(digest, new WireSignature(BigInteger.ValueOf(5), BigInteger.One, IsOdd: false)));
    }

    private static ActionTerms Terms(JsonElement vector) => new(
        vector.GetProperty("nonce").GetUInt64(),
        vector.GetProperty("vaultAddress").GetString(),
        vector.GetProperty("expiresAfter") is { ValueKind: JsonValueKind.Number } expiry ? expiry.GetUInt64() : null);

    private static WireSignature Signature(JsonElement vector)
    {
        var expected = vector.GetProperty("expected");
        return new WireSignature(Hex(expected.GetProperty("r")), Hex(expected.GetProperty("s")), expected.GetProperty("v").GetInt32() == 28);
    }

    private static BigInteger Hex(JsonElement text) => new(text.GetString()![2..], 16);

    private static IEnumerable<JsonElement> Recorded(string scheme) => All().Where(vector => vector.GetProperty("scheme").GetString() == scheme);

    private static JsonElement.ArrayEnumerator All() => Vectors.Read("hyperliquid-signing.json").GetProperty("vectors").EnumerateArray();
}
