using System.Text.Json;

namespace Etrms.Exchanges.Tests.Venue;

/// <summary>Recorded payloads and reference numbers, which stand beside the repository; tests that need them skip without.</summary>
internal static class Vectors
{
    public static JsonElement Read(string name)
    {
        var folder = Environment.GetEnvironmentVariable("ETRMS_REFERENCE");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "Set ETRMS_REFERENCE to the folder with the reference vectors.");
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "vectors", "exchange", name)));
        return document.RootElement.Clone();
    }

    /// <summary>The body of a recorded REST answer or the message of a recorded stream.</summary>
    public static JsonElement ReadPayload(string name)
    {
        var recorded = Read(Path.Combine("binance-responses", name + ".json"));
        var payload = recorded.TryGetProperty("body", out var body) ? body : recorded.TryGetProperty("message", out var message) ? message : recorded;
        return payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty("data", out var data) ? data : payload;
    }
}
