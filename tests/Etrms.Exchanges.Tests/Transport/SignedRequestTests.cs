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
            new("key", "2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9"),
            DateTimeOffset.FromUnixTimeMilliseconds(1591702613943), TimeSpan.FromSeconds(5));

        Assert.Equal(
            "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC&recvWindow=5000&timestamp=1591702613943"
            + "&signature=3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9",
            text);
    }

    [Fact]
    public void Every_recorded_signature_comes_out_exactly()
    {
        var vectors = Reference.Exchange("binance-signing.json").GetProperty("vectors").EnumerateArray()
            .Where(vector => vector.GetProperty("algorithm").GetString() == "HMAC-SHA256").ToArray();

        Assert.NotEmpty(vectors);
        Assert.All(vectors, vector => Assert.Equal(
            vector.GetProperty("signature").GetString(),
            SignedRequest.Signature(vector.GetProperty("secret").GetString()!, vector.GetProperty("signedPayload").GetString()!)));
    }

    [Fact]
    public void Recorded_parameters_become_the_recorded_text()
    {
        var vectors = Reference.Exchange("binance-signing.json").GetProperty("vectors").EnumerateArray()
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
}
