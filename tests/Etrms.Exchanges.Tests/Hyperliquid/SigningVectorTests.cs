using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Etrms.Exchanges.Hyperliquid.Signing;
using Etrms.Exchanges.Tests.Fakes;

namespace Etrms.Exchanges.Tests.Hyperliquid;

/// <summary>Signatures of the venue's own kits and of other clients; each was made by tools that know nothing of ours.</summary>
public sealed class SigningVectorTests
{
    private const string VectorFile = "hyperliquid-signing.json";
    private const string UserDomain = "HyperliquidSignTransaction";

    public static TheoryData<string> Schemes => ["l1", "l1-hash", "l1-connectionId", "user"];

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Every_recorded_signature_comes_out_again(string scheme)
    {
        var vectors = Vectors().Where(vector => Text(vector, "scheme") == scheme).ToList();

        Assert.NotEmpty(vectors);
        Assert.All(vectors, Check);
    }

    [Fact]
    public void No_scheme_of_the_recorded_signatures_is_left_out()
    {
        Assert.Empty(Vectors().Select(vector => Text(vector, "scheme")).Except(Schemes.Select(scheme => scheme.Data)));
    }

    [Fact]
    public void A_signer_has_the_address_that_others_find_for_its_key()
    {
        var signers = Vectors().Where(vector => vector.TryGetProperty("signer", out _)).ToList();

        Assert.NotEmpty(signers);
        Assert.All(signers, vector => Assert.Equal(Text(vector, "signer"), Key(vector).Address));
    }

    private static void Check(JsonElement vector)
    {
        var expected = vector.GetProperty("expected");
        if (vector.TryGetProperty("derived", out var derived))
        {
            CheckSteps(vector, derived);
        }

        if (expected.TryGetProperty("connectionId", out var connectionId))
        {
            Assert.Equal(connectionId.GetString(), Hex.Text(Hash(vector)));
            return;
        }

        var signature = Key(vector).Sign(Digest(vector));

        // Some kits drop leading zeros.
        Assert.Equal((Number(expected, "r"), Number(expected, "s")), (Number(signature.R), Number(signature.S)));
        Assert.Equal(expected.GetProperty("v").GetInt32(), signature.V);
        Assert.Equal((66, 66), (signature.R.Length, signature.S.Length));
    }

    private static void CheckSteps(JsonElement vector, JsonElement derived)
    {
        if (derived.TryGetProperty("msgpack", out var packed))
        {
            Assert.Equal(packed.GetString(), Convert.ToHexStringLower(PackedAction.FromJson(Json(vector))));
        }

        if (derived.TryGetProperty("connectionId", out var hash))
        {
            Assert.Equal(hash.GetString(), Hex.Text(Hash(vector)));
        }

        if (derived.TryGetProperty("eip712Digest", out var digest))
        {
            Assert.Equal(digest.GetString(), Hex.Text(Digest(vector)));
        }
    }

    private static byte[] Digest(JsonElement vector) => Text(vector, "scheme") switch
    {
        "user" => UserDigest(vector),
        "l1-connectionId" => ActionSignature.Digest(Hex.Bytes(Text(vector, "connectionId")), IsMainnet(vector)),
        _ => ActionSignature.Digest(Hash(vector), IsMainnet(vector)),
    };

    private static byte[] Hash(JsonElement vector) => ActionSignature.Hash(Json(vector), new(
        vector.GetProperty("nonce").GetInt64(),
        vector.GetProperty("vaultAddress").GetString(),
        vector.GetProperty("expiresAfter") is { ValueKind: JsonValueKind.Number } expires ? expires.GetInt64() : null));

    private static byte[] UserDigest(JsonElement vector)
    {
        var action = vector.GetProperty("action");
        var chain = ulong.Parse(Text(action, "signatureChainId").AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        TypedField[] fields = [.. vector.GetProperty("types").EnumerateArray().Select(type => Field(action, Text(type, "name"), Text(type, "type")))];
        return TypedData.Digest(UserDomain, chain, Text(vector, "primaryType"), fields);
    }

    private static TypedField Field(JsonElement action, string name, string type) => type switch
    {
        "string" => TypedField.Text(name, Text(action, name)),
        "address" => TypedField.Address(name, Text(action, name)),
        _ => TypedField.Number(name, type, action.GetProperty(name).GetUInt64()),
    };

    private static SigningKey Key(JsonElement vector)
    {
        Assert.True(SigningKey.TryRead(Text(vector, "privateKey"), out var key));
        return key;
    }

    private static JsonElement.ArrayEnumerator Vectors() => Reference.Exchange(VectorFile).GetProperty("vectors").EnumerateArray();

    private static byte[] Json(JsonElement vector) => Encoding.UTF8.GetBytes(vector.GetProperty("action").GetRawText());

    private static bool IsMainnet(JsonElement vector) => vector.GetProperty("isMainnet").GetBoolean();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static BigInteger Number(JsonElement element, string name) => Number(Text(element, name));

    private static BigInteger Number(string hex) => BigInteger.Parse("0" + hex[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
