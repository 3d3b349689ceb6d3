using System.Text.Json;
using Etrms.Venue.Binance;
using Etrms.Venue.Binance.Keys;
using Etrms.Venue.Control;

namespace Etrms.Exchanges.Tests.Venue;

public sealed class SignatureTests
{
    private const string Secret = "2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9";

    [Fact]
    public void Every_recorded_signature_is_reproduced()
    {
        var vectors = Vectors.Read("binance-signing.json").GetProperty("vectors").EnumerateArray()
            .Where(vector => vector.GetProperty("algorithm").GetString() == "HMAC-SHA256").ToList();

        Assert.NotEmpty(vectors);
        Assert.All(vectors, vector =>
            Assert.Equal(Text(vector, "signature"), Signatures.Sign(Text(vector, "secret"), Text(vector, "signedPayload"))));
    }

    [Theory]
    [InlineData("symbol=BTCUSDT&timestamp=1", "", true)]
    [InlineData("", "symbol=BTCUSDT&timestamp=1", false)]
    [InlineData("symbol=BTCUSDT", "quantity=1&timestamp=1", true)]
    [InlineData("symbol=BTCUSDT", "quantity=1&timestamp=1", false)]
    [InlineData("", "", true)]
    public void A_signature_over_query_and_body_without_separator_is_valid(string query, string body, bool isInQuery)
    {
        var signature = "signature=" + Signatures.Sign(Secret, query + body);

        var parameters = isInQuery ? new Parameters(Join(query, signature), body) : new Parameters(query, Join(body, signature));

        Assert.True(Signatures.IsValid(Secret, parameters.Signed!));
        Assert.False(Signatures.IsValid(Secret + "0", parameters.Signed!));
    }

    [Fact]
    public void Upper_case_hex_is_valid_too()
    {
        var signature = Signatures.Sign(Secret, "timestamp=1").ToUpperInvariant();

        Assert.True(Signatures.IsValid(Secret, new Parameters($"timestamp=1&signature={signature}", "").Signed!));
    }

    [Fact]
    public void A_signature_that_is_not_last_is_none()
    {
        var signature = Signatures.Sign(Secret, "timestamp=1");

        Assert.Null(new Parameters($"signature={signature}&timestamp=1", "").Signed);
    }

    [Fact]
    public void The_percent_encoded_text_is_what_is_signed()
    {
        var encoded = "newClientOrderId=a%3Ab%2Fc&timestamp=1";

        Assert.True(Signatures.IsValid(Secret, new Parameters($"{encoded}&signature={Signatures.Sign(Secret, encoded)}", "").Signed!));
        Assert.False(Signatures.IsValid(Secret, new Parameters($"{encoded}&signature={Signatures.Sign(Secret, Uri.UnescapeDataString(encoded))}", "").Signed!));
    }

    [Fact]
    public void Signatures_of_public_keys_are_checked()
    {
        var vectors = Vectors.Read("binance-signing.json").GetProperty("vectors").EnumerateArray()
            .Where(vector => vector.TryGetProperty("publicKeyPem", out _)).ToList();

        Assert.Equal(3, vectors.Count);
        Assert.All(vectors, vector =>
        {
            var account = new PaperAccount("test", "", "key", "", 0, CanWithdraw: false, default) { PublicKey = Text(vector, "publicKeyPem") };
            var signed = new Parameters($"{Text(vector, "signedPayload")}&signature={Text(vector, "signatureInUrl")}", "").Signed!;
            Assert.True(Signatures.IsValid(account, signed));
            Assert.False(Signatures.IsValid(account, signed with { Text = signed.Text + "0" }));
        });
    }

    private static string Join(string text, string signature) => text.Length == 0 ? signature : $"{text}&{signature}";

    private static string Text(JsonElement vector, string name) => vector.GetProperty(name).GetString()!;
}
