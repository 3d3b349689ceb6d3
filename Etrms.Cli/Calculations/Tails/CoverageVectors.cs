using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Etrms.Domain.Risk.Measures.Tail;

namespace Etrms.Cli.Calculations.Tails;

/// <summary>Files of coverage tests: Kupiec's, Christoffersen's, both together, and the regions that are not rejected.</summary>
internal sealed partial class CoverageVectors : IVectorFamily
{
    private const double Significance = 0.05;
    private const double Nothing = 1e-9;

    public string Name => "coverage tests";

    public bool Takes(VectorFile file) => file.Has("expected", "series") && file.Has("expected", "kupiec");

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var tolerance = Tolerance.Of(file.Tolerance, Nothing);
        foreach (var member in file.Expected.EnumerateObject())
        {
            switch (member.Name)
            {
                case "published":
                    Each(member, (key, one) => Published(key, one, findings, tolerance));
                    break;
                case "series":
                    Each(member, (key, one) => Series(key, one, findings, tolerance));
                    break;
                case "kupiec":
                    Each(member, (key, one) => Kupiec(key, one, findings, tolerance));
                    break;
                case "kupiecRegions5%":
                    Regions(member, findings);
                    break;
                default:
                    findings.Missing(member.Name, member.Value);
                    break;
            }
        }
    }

    private static void Each(JsonProperty list, Action<string, JsonElement> compare)
    {
        var index = 0;
        foreach (var one in list.Value.EnumerateArray())
        {
            compare($"{list.Name}[{index++}]", one);
        }
    }

    private static void Published(string key, JsonElement expected, VectorFindings findings, Tolerance tolerance)
    {
        var steps = expected.GetProperty("transitions");
        var independence = CoverageTest.Christoffersen(steps.Whole("n00"), steps.Whole("n01"), steps.Whole("n10"), steps.Whole("n11"));
        var unconditional = CoverageTest.Kupiec(expected.Whole("n"), expected.Whole("x"), expected.Number("p"));
        findings.Value($"{key}.LRuc", expected.GetProperty("LRuc"), unconditional.Statistic, tolerance);
        findings.Value($"{key}.LRind", expected.GetProperty("LRind"), independence.Statistic, tolerance);
    }

    private static void Series(string key, JsonElement expected, VectorFindings findings, Tolerance tolerance)
    {
        var exceptions = new bool[expected.Whole("n")];
        foreach (var place in expected.Numbers("exceptionsAt(1-based)"))
        {
            exceptions[(int)place - 1] = true;
        }

        var test = CoverageTest.Of(exceptions, expected.Number("p"));
        findings.Value($"{key}.LRuc", expected.GetProperty("LRuc"), test.Unconditional.Statistic, tolerance);
        findings.Value($"{key}.p_uc", expected.GetProperty("p_uc"), test.Unconditional.PValue, tolerance);
        findings.Value($"{key}.LRind", expected.GetProperty("LRind"), test.Independence.Statistic, tolerance);
        findings.Value($"{key}.p_ind", expected.GetProperty("p_ind"), test.Independence.PValue, tolerance);
        findings.Value($"{key}.LRcc", expected.GetProperty("LRcc"), test.Conditional.Statistic, tolerance);
        findings.Value($"{key}.p_cc", expected.GetProperty("p_cc"), test.Conditional.PValue, tolerance);
    }

    private static void Kupiec(string key, JsonElement expected, VectorFindings findings, Tolerance tolerance)
    {
        var test = CoverageTest.Kupiec(expected.Whole("n"), expected.Whole("x"), expected.Number("p"));
        findings.Value($"{key}.LRuc", expected.GetProperty("LRuc"), test.Statistic, tolerance);
        findings.Value($"{key}.pValue", expected.GetProperty("pValue"), test.PValue, tolerance);
        findings.Same($"{key}.reject5%", expected.GetProperty("reject5%").GetBoolean(), test.PValue < Significance);
    }

    private static void Regions(JsonProperty regions, VectorFindings findings)
    {
        foreach (var region in regions.Value.EnumerateObject())
        {
            var key = Key().Match(region.Name);
            var (probability, days) = (double.Parse(key.Groups["p"].ValueSpan, CultureInfo.InvariantCulture), int.Parse(key.Groups["days"].ValueSpan, CultureInfo.InvariantCulture));
            var kept = Enumerable.Range(0, days).Where(count => CoverageTest.Kupiec(days, count, probability).PValue >= Significance).ToList();
            findings.Same($"{region.Name}.min", region.Value.Whole("nonRejectionMin"), kept[0]);
            findings.Same($"{region.Name}.max", region.Value.Whole("nonRejectionMax"), kept[^1]);
        }
    }

    [GeneratedRegex(@"^p=(?<p>[\d.]+),T=(?<days>\d+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Key();
}
