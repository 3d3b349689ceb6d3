using System.Globalization;
using System.Text.Json;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Cli.Calculations.Tails;

/// <summary>Files of the Basel traffic light.</summary>
internal sealed class TrafficLightVectors : IVectorFamily
{
    private const string Published = "published cumulative %";

    public string Name => "traffic light";

    public bool Takes(VectorFile file) => file.Has("input", "n") && file.Has("input", "p") && file.Has("expected", "table");

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var (days, probability) = (file.Input.Whole("n"), file.Input.Number("p"));
        foreach (var row in file.Expected.GetProperty("table").EnumerateArray())
        {
            Row(row, days, probability, findings, Tolerance.Of(file.Tolerance));
        }

        foreach (var row in file.Expected.GetProperty("generalised").EnumerateArray())
        {
            var (n, p) = (row.Whole("n"), row.Number("p"));
            findings.Same($"yellow of {n} at {p}", row.Whole("yellowStarts"), BaselTable.FirstOf(TrafficLight.Yellow, n, p));
            findings.Same($"red of {n} at {p}", row.Whole("redStarts"), BaselTable.FirstOf(TrafficLight.Red, n, p));
        }

        foreach (var row in file.Expected.GetProperty(Published).EnumerateObject())
        {
            var cumulative = 100 * BaselTable.Cumulative(days, int.Parse(row.Name, CultureInfo.InvariantCulture), probability);
            findings.Value($"{Published}.{row.Name}", row.Value, cumulative, Tolerance.Stated(file.Tolerance, "published", default));
        }
    }

    private static void Row(JsonElement row, int days, double probability, VectorFindings findings, Tolerance tolerance)
    {
        var count = row.Whole("exceptions");
        findings.Same($"{count}.zone", row.Text("zone"), CoverageTest.Light(days, count, probability).ToString().ToLowerInvariant());
        findings.Value($"{count}.multiplier", row.GetProperty("multiplier(1996)"), BaselTable.Multiplier(count), tolerance);
        findings.Value($"{count}.plusFactor", row.GetProperty("plusFactor"), BaselTable.PlusFactor(count), tolerance);
        findings.Value($"{count}.P", row.GetProperty("P(X=x|p=1%)"), BaselTable.Probability(days, count, probability), tolerance);
        findings.Value($"{count}.cumulative", row.GetProperty("cumulativeP(X<=x)"), BaselTable.Cumulative(days, count, probability), tolerance);
        findings.Value($"{count}.typeI", row.GetProperty("typeI P(X>=x)"), 1 - BaselTable.Cumulative(days, count - 1, probability), tolerance);
    }
}
