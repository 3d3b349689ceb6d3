using System.Text.Json;
using Etrms.Exchanges.Tests.Fakes;
using Etrms.Exchanges.Transport;

namespace Etrms.Exchanges.Tests.Transport;

public sealed class SignedRequestTests
{
    /// <summary>The worked example of Binance's futures documentation, "general info".</summary>
    [Fact]
    public void The_documented_example_comes_out_exactly()
    {
        var request = new SignedRequest()
            .Add("symbol", "BTCUSDT").Add("side", "BUY").Add("type", "LIMIT").Add("quantity", 1m).Add("price", 9000m).Add("timeInForce", "GTC");

        var text = request.Sign(
            RequestSigner.Of("2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9")!,
            DateTimeOffset.FromUnixTimeMilliseconds(1591702613943), TimeSpan.FromSeconds(5));

        Assert.Equal(
            "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC&recvWindow=5000&timestamp=1591702613943"
            + "&signature=3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9",
            text);
    }

    [Theory]
    [InlineData("HMAC-SHA256", "secret", "signature")]
    [InlineData("Ed25519", "privateKeyPem", "signatureBase64")]
    [InlineData("RSASSA-PKCS1-v1_5-SHA256", "privateKeyPem", "signatureBase64")]
    public void Every_recorded_signature_comes_out_exactly(string algorithm, string key, string signature)
    {
        var vectors = Vectors().Where(vector => vector.GetProperty("algorithm").GetString() == algorithm).ToArray();

        Assert.NotEmpty(vectors);
        Assert.All(vectors, vector => Assert.Equal(
            vector.GetProperty(signature).GetString(),
            RequestSigner.Of(vector.GetProperty(key).GetString()!)!.Sign(vector.GetProperty("signedPayload").GetString()!)));
    }

    [Fact]
    public void No_recorded_vector_is_of_another_algorithm()
    {
        Assert.All(Vectors(), vector =>
            Assert.True(vector.GetProperty("algorithm").GetString() is "HMAC-SHA256" or "Ed25519" or "RSASSA-PKCS1-v1_5-SHA256"));
    }

    [Fact]
    public void A_signature_in_base64_travels_percent_encoded()
    {
        var vectors = Vectors().Where(vector => vector.TryGetProperty("signatureInUrl", out _)).ToArray();

        Assert.NotEmpty(vectors);
        Assert.All(vectors, vector => Assert.Equal(
            vector.GetProperty("signatureInUrl").GetString(),
            Uri.EscapeDataString(RequestSigner.Of(vector.GetProperty("privateKeyPem").GetString()!)!.Sign(vector.GetProperty("signedPayload").GetString()!))));
    }

    [Fact]
    public void A_key_of_another_kind_or_a_broken_one_signs_nothing()
    {
        using var curve = System.Security.Cryptography.ECDsa.Create();

        Assert.Null(RequestSigner.Of(curve.ExportPkcs8PrivateKeyPem()));
        Assert.Null(RequestSigner.Of("-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----"));
    }

    [Fact]
    public async Task An_account_with_such_a_key_is_refused_with_a_reason()
    {
        await using var venue = await FakeBinance.StartAsync();
        var account = venue.Clients.Account(
            Domain.Market.Exchange.Binance, VenueNetwork.Paper, new("a-key", "-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----"));

        var outcome = await account.Feed.ReadPermissionsAsync(CancellationToken.None);

        Assert.Equal(RejectionClass.Fatal, Assert.IsType<ExchangeOutcome<KeyPermissions>.Rejected>(outcome).Rejection.Class);
    }

    [Fact]
    public void Recorded_parameters_become_the_recorded_text()
    {
        var vectors = Vectors()
            .Where(vector => vector.GetProperty("kind").GetString() == "rest" && vector.TryGetProperty("params", out var parameters)
                && parameters.EnumerateObject().All(parameter => parameter.Value.ValueKind != JsonValueKind.Array)).ToArray();

        Assert.NotEmpty(vectors);
        Assert.All(vectors, vector =>
        {
            var request = new SignedRequest();
            foreach (var parameter in vector.GetProperty("params").EnumerateObject())
            {
                request.Add(parameter.Name, parameter.Value.ValueKind == JsonValueKind.String
                    ? parameter.Value.GetString()
                    : parameter.Value.GetRawText());
            }

            Assert.Equal(vector.GetProperty("signedPayload").GetString(), request.Text);
        });
    }

    [Theory]
    [InlineData("0.00000001", "0.00000001")]
    [InlineData("12.34000", "12.34")]
    [InlineData("100000000000", "100000000000")]
    public void Numbers_go_out_as_plain_decimals(string value, string expected)
    {
        var request = new SignedRequest().Add("quantity", decimal.Parse(value));

        Assert.Equal($"quantity={expected}", request.Text);
    }

    [Fact]
    public void What_has_no_value_is_not_sent()
    {
        var request = new SignedRequest().Add("symbol", "BTCUSDT").Add("price", (decimal?)null).Add("positionSide", (string?)null);

        Assert.Equal("symbol=BTCUSDT", request.Text);
    }

    [Fact]
    public void Credentials_show_nothing_in_text()
    {
        var text = $"{FakeBinance.Key}";

        Assert.DoesNotContain("a-key-of-a-test", text, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret-of-a-test", text, StringComparison.Ordinal);
    }

    private static JsonElement.ArrayEnumerator Vectors() => Reference.Exchange("binance-signing.json").GetProperty("vectors").EnumerateArray();
}
