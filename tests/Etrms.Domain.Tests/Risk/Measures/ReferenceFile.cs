using System.Text.Json;

namespace Etrms.Domain.Tests.Risk.Measures;

/// <summary>Published and recomputed figures from the reference folder; a test is skipped without it.</summary>
internal static class ReferenceFile
{
    public static JsonElement Read(string name) => ReadFrom("quant", name);

    public static JsonElement ReadFrom(string part, string name)
    {
        var folder = Environment.GetEnvironmentVariable("ETRMS_REFERENCE");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "ETRMS_REFERENCE is not set");
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder!, "vectors", part, name)));
        return file.RootElement.Clone();
    }

    public static double[] Numbers(this JsonElement element, params string[] path) => [.. element.At(path).EnumerateArray().Select(item => item.GetDouble())];

    public static double Number(this JsonElement element, params string[] path) => element.At(path).GetDouble();

    public static JsonElement At(this JsonElement element, params string[] path) => path.Aggregate(element, (at, name) => at.GetProperty(name));

    /// <summary>Equal within a share of the expected value.</summary>
    public static void Near(double expected, double actual, double share) =>
        Assert.True(Math.Abs(actual - expected) <= share * Math.Max(Math.Abs(expected), 1e-12), $"Expected {expected}, got {actual}.");
}
