using System.Text.Json;
using Etrms.Exchanges.Transport;

namespace Etrms.Exchanges.Tests.Binance;

/// <summary>Requests with generated parameters, signed by the venue's own connector in tests/golden/binance/signatures.mjs.</summary>
public sealed class GoldenSignatureTests
{
    private static readonly JsonElement Golden = JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", "binance-signatures.json"))).RootElement;

    [Theory]
    [InlineData("hmac")]
    [InlineData("ed25519")]
    [InlineData("rsa")]
    public void Generated_requests_are_written_and_signed_alike(string kind)
    {
        var signer = RequestSigner.Of(Golden.GetProperty("keys").GetProperty(kind).GetString()!)!;
        var vectors = Golden.GetProperty("vectors").EnumerateArray().Where(vector => vector.GetProperty("kind").GetString() == kind).ToArray();

        Assert.Equal(40, vectors.Length);
        Assert.All(vectors, vector => Assert.Equal(
            $"{Text(vector, "payload")}&signature={Uri.EscapeDataString(Text(vector, "signature"))}", Sign(vector.GetProperty("parameters"), signer)));
    }

    /// <summary>Window and time stamp come last in every vector, as the client appends them.</summary>
    private static string Sign(JsonElement parameters, RequestSigner signer)
    {
        var request = new SignedRequest();
        foreach (var parameter in parameters.EnumerateObject().Where(parameter => parameter.Name is not ("recvWindow" or "timestamp")))
        {
            request.Add(parameter.Name, parameter.Value.GetString());
        }

        return request.Sign(
            signer,
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(Text(parameters, "timestamp"))),
            TimeSpan.FromMilliseconds(long.Parse(Text(parameters, "recvWindow"))));
    }

    private static string Text(JsonElement owner, string name) => owner.GetProperty(name).GetString()!;
}
