using Etrms.Contracts;

namespace Etrms.Workers.Demo;

/// <summary>A paper account that the venue opened for us.</summary>
internal sealed record PaperKey(string ApiKey, string ApiSecret)
{
    public override string ToString() => "PaperKey(hidden)";
}

/// <summary>The paper venue's control paths, as far as the worker uses them.</summary>
internal sealed class VenueControl(HttpClient http)
{
    public async Task<PaperKey> OpenAccountAsync(string label, decimal balance, CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsJsonAsync("/control/accounts", new { Label = label, Balance = balance }, EtrmsJson.Options, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var account = await answer.Content.ReadFromJsonAsync<OpenedAccount>(Lenient, cancellationToken);
        return new PaperKey(account!.ApiKey, account.ApiSecret);
    }

    /// <summary>Where the venue's prices come from, in words; null when it does not answer.</summary>
    public async Task<string?> ReadPriceSourceAsync(CancellationToken cancellationToken)
    {
        try
        {
            var status = await http.GetFromJsonAsync<Status>("/control/status", Lenient, cancellationToken);
            return status?.PriceSource switch
            {
                "candles" => "real candles",
                "history" => "exchange history",
                var other => other,
            };
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static System.Text.Json.JsonSerializerOptions Lenient { get; } = new(EtrmsJson.Options)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Skip,
    };

    private sealed record OpenedAccount(string ApiKey, string ApiSecret);

    private sealed record Status(string PriceSource);
}
