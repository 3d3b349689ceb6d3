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
    public const string RealCandles = "real candles";

    public async Task<PaperKey> OpenAccountAsync(string label, decimal balance, CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsJsonAsync("/control/accounts", new { Label = label, Balance = balance }, EtrmsJson.Options, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var account = await answer.Content.ReadFromJsonAsync<OpenedAccount>(Lenient, cancellationToken);
        return new PaperKey(account!.ApiKey, account.ApiSecret);
    }

    /// <summary>Sets the replay of recorded prices; false when there are none at that time, and the venue goes on where it is.</summary>
    public async Task<bool> ReplayAsync(DateTimeOffset from, double speed, CancellationToken cancellationToken)
    {
        using var jumped = await http.PostAsJsonAsync("/control/jump", new { To = from }, EtrmsJson.Options, cancellationToken);
        if (jumped.StatusCode == System.Net.HttpStatusCode.BadRequest)
        {
            return false;
        }

        jumped.EnsureSuccessStatusCode();
        using var set = await http.PostAsJsonAsync("/control/speed", new { Speed = speed }, EtrmsJson.Options, cancellationToken);
        set.EnsureSuccessStatusCode();
        return true;
    }

    /// <summary>Where the venue's prices come from, in words; null when it does not answer.</summary>
    public async Task<string?> ReadPriceSourceAsync(CancellationToken cancellationToken)
    {
        try
        {
            var status = await http.GetFromJsonAsync<Status>("/control/status", Lenient, cancellationToken);
            return status?.PriceSource switch
            {
                "candles" => RealCandles,
                "history" => "exchange history",
                var other => other,
            };
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>The time of the venue's market, which a replay runs through faster than the clock on the wall.</summary>
    public async Task<DateTimeOffset> ReadMarketTimeAsync(CancellationToken cancellationToken) =>
        (await http.GetFromJsonAsync<Status>("/control/status", Lenient, cancellationToken))!.MarketTime;

    private static System.Text.Json.JsonSerializerOptions Lenient { get; } = new(EtrmsJson.Options)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Skip,
    };

    private sealed record OpenedAccount(string ApiKey, string ApiSecret);

    private sealed record Status(string PriceSource, DateTimeOffset MarketTime);
}
