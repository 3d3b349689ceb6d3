using System.Globalization;
using System.Text.Json;
using Etrms.Domain.Analysis.Regimes.ChangePoints;

namespace Etrms.Cli.Calculations.Regimes;

/// <summary>Files of cumulative sums: tabular ones, and events of the symmetric filter of log prices.</summary>
internal sealed class CusumVectors : IVectorFamily
{
    private const string Sums = "Cplus";
    private const string FirstSignal = "firstSignal";

    public string Name => "cumulative sums";

    public bool Takes(VectorFile file) =>
        file.Has("parameters", "filter") && file.Has("expected")
        && file.Expected.EnumerateObject().Any(member => member.Name.StartsWith("filter", StringComparison.Ordinal));

    public void Compare(VectorFile file, VectorFindings findings)
    {
        foreach (var expected in file.Expected.EnumerateObject())
        {
            if (expected.Value.Has(Sums))
            {
                Tabular(expected, file, findings);
            }
            else
            {
                Filter(expected.Value, file, findings);
            }
        }
    }

    private static void Tabular(JsonProperty expected, VectorFile file, VectorFindings findings)
    {
        var tolerance = Tolerance.Of(file.Tolerance);
        var parameters = file.Parameters.GetProperty(expected.Name);
        var cusum = new TabularCusum(parameters.Number("target"), parameters.Number("K"), parameters.Number("H"));
        var readings = file.Input.Numbers(expected.Name).Select(value => cusum.Next(value)!.Value).ToList();
        findings.Series(Sums, expected.Value.GetProperty(Sums), readings.Select(reading => reading.Above).ToArray(), tolerance);
        findings.Series("Cminus", expected.Value.GetProperty("Cminus"), readings.Select(reading => reading.Below).ToArray(), tolerance);
        var first = expected.Value.EnumerateObject().First(member => member.Name.StartsWith(FirstSignal, StringComparison.Ordinal));
        findings.Same(first.Name, first.Value.GetInt32(), readings.FindIndex(reading => reading.Direction != 0) + 1);
    }

    private static void Filter(JsonElement expected, VectorFile file, VectorFindings findings)
    {
        var closes = file.Input.EnumerateObject().First(member => member.Name.EndsWith("Close", StringComparison.Ordinal)).Name;
        var logs = file.Input.Numbers(closes).Select(close => Math.Log(close)).ToArray();
        foreach (var distance in expected.EnumerateObject())
        {
            var filter = new CusumFilter(double.Parse(distance.Name, CultureInfo.InvariantCulture));
            var made = logs.Select((value, index) => (Index: index, Direction: filter.Next(value))).Where(each => each.Direction != 0).ToList();
            var wanted = distance.Value.EnumerateArray().Select(each => (Index: each[0].GetInt32(), Direction: each[1].GetInt32())).ToList();
            var matched = wanted.Intersect(made).Count();
            findings.Judged(
                $"filter.{distance.Name}", Math.Max(wanted.Count, made.Count), matched,
                $"filter.{distance.Name} has {made.Count} events, {matched} of {wanted.Count} the same");
        }
    }
}
