using System.Text.Json;

namespace Etrms.Exchanges.Tests.Fakes;

/// <summary>Recorded traffic, read where it stands; tests that need it are skipped on machines without it.</summary>
internal static class Reference
{
    public static string Folder(string name)
    {
        var root = Environment.GetEnvironmentVariable("ETRMS_REFERENCE");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "ETRMS_REFERENCE does not say where the recorded traffic stands.");
        return Path.Combine(root!, "vectors", "exchange", name);
    }

    public static JsonElement Exchange(string file)
    {
        var path = Folder(file);
        Assert.SkipUnless(File.Exists(path), $"{file} is not among the recorded traffic.");
        return JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
    }

    /// <summary>Names of all recorded payloads of Binance.</summary>
    public static IEnumerable<string> PayloadNames()
    {
        var root = Environment.GetEnvironmentVariable("ETRMS_REFERENCE");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "ETRMS_REFERENCE does not say where the recorded traffic stands.");
        return Directory.EnumerateFiles(Path.Combine(root!, "vectors", "exchange", "binance-responses"), "*.json")
            .Select(file => Path.GetFileNameWithoutExtension(file));
    }

    /// <summary>The recorded text itself: an answer's body or a frame, without the combined stream's wrapping.</summary>
    public static string Payload(string name)
    {
        var recorded = Exchange(Path.Combine("binance-responses", name + ".json"));
        var payload = recorded.TryGetProperty("body", out var body) ? body : recorded.GetProperty("message");
        return payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty("data", out var data) && payload.TryGetProperty("stream", out _)
            ? data.GetRawText()
            : payload.GetRawText();
    }
}
