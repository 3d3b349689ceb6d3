using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Etrms.Cli.Calculations.Indicators;
using Etrms.Domain.Analysis.Indicators;
using Etrms.Domain.Analysis.Liquidity;

namespace Etrms.Cli.Calculations.Liquidity;

/// <summary>
/// Files of spreads estimated from bars, and of Amihud's illiquidity. Names of expected members tell the rows ("first1000", "first10_EDGE_signed"),
/// the window ("rolling30") and the returns ("logReturn").
/// </summary>
internal sealed partial class BarLiquidityVectors : IVectorFamily
{
    private static readonly Dictionary<string, SpreadEstimator> Estimators = new(StringComparer.Ordinal)
    {
        ["EDGE"] = SpreadEstimator.Edge,
        ["AR"] = SpreadEstimator.AbdiRanaldo,
        ["AR2"] = SpreadEstimator.AbdiRanaldoFloored,
        ["CS"] = SpreadEstimator.CorwinSchultz,
        ["CS2"] = SpreadEstimator.CorwinSchultzFloored,
        ["ROLL"] = SpreadEstimator.Roll,
        ["OHLC"] = SpreadEstimator.OpenAgainstClose,
        ["CHLO"] = SpreadEstimator.CloseAgainstOpen,
    };

    public string Name => "spreads and illiquidity from bars";

    public bool Takes(VectorFile file) => file.Has("parameters", "definitions", "EDGE") || file.Has("parameters", "spreadDefinitions", "EDGE");

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var tolerance = Tolerance.Of(file.Tolerance);
        var bars = new BarArrays(Column(file, "open"), Column(file, "high"), Column(file, "low"), Column(file, "close"), Column(file, "volume"));
        foreach (var expected in file.Expected.EnumerateObject().Where(member => !member.Name.EndsWith("firstIndex", StringComparison.OrdinalIgnoreCase)))
        {
            if (expected.Name.StartsWith("amihud", StringComparison.OrdinalIgnoreCase))
            {
                Amihud(expected, bars, findings, tolerance);
            }
            else if (expected.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (var spread in expected.Value.EnumerateObject())
                {
                    Spread($"{expected.Name}.{spread.Name}", spread, (Rows(expected.Name), Window(expected.Name)), bars, findings, tolerance);
                }
            }
            else
            {
                Single(expected, bars, findings, tolerance);
            }
        }
    }

    private static void Spread(
        string key, JsonProperty expected, (int? Rows, int? Window) span, BarArrays bars, VectorFindings findings, Tolerance tolerance)
    {
        if (!Estimators.TryGetValue(expected.Name, out var estimator))
        {
            findings.Missing(key, expected.Value);
        }
        else if (span.Window is { } window && expected.Value.ValueKind == JsonValueKind.Array)
        {
            // Such a series begins at the first full window.
            var made = SpreadEstimates.Rolling(estimator, bars.Spans, window);
            findings.Series(key, expected.Value, made.AsSpan(made.Length - expected.Value.GetArrayLength()), tolerance);
        }
        else
        {
            findings.Value(key, expected.Value, SpreadEstimates.Of(estimator, First(bars, span.Rows)), tolerance);
        }
    }

    /// <summary>An estimate named with its rows and its estimator; of more rows than the file holds, it is only told.</summary>
    private static void Single(JsonProperty expected, BarArrays bars, VectorFindings findings, Tolerance tolerance)
    {
        var name = expected.Name.Split('_').FirstOrDefault(Estimators.ContainsKey);
        if (name is null)
        {
            findings.Missing(expected.Name, expected.Value);
        }
        else if (Rows(expected.Name) is not { } rows || rows <= bars.Spans.Count)
        {
            var isSigned = expected.Name.EndsWith("signed", StringComparison.Ordinal);
            findings.Value(expected.Name, expected.Value, SpreadEstimates.Of(Estimators[name], First(bars, Rows(expected.Name)), isSigned), tolerance);
        }
    }

    private static void Amihud(JsonProperty expected, BarArrays bars, VectorFindings findings, Tolerance tolerance)
    {
        var kind = expected.Name.Contains("simple", StringComparison.OrdinalIgnoreCase) ? ReturnKind.Simple : ReturnKind.Log;
        if (Window(expected.Name) is { } window)
        {
            findings.Series(expected.Name, expected.Value, Illiquidity.Rolling(bars.Close, bars.Volume, window, kind), tolerance);
        }
        else
        {
            findings.Value(expected.Name, expected.Value, Illiquidity.Of(bars.Close, bars.Volume, kind), tolerance);
        }
    }

    private static BarSpans First(BarArrays bars, int? rows) => bars.Spans.Slice(0, Math.Min(rows ?? bars.Spans.Count, bars.Spans.Count));

    private static int? Rows(string name) => Number(RowsPattern().Match(name));

    private static int? Window(string name) => Number(WindowPattern().Match(name));

    private static int? Number(Match match) => match.Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    /// <summary>Files spell columns with or without a capital.</summary>
    private static double[]? Column(VectorFile file, string name) =>
        file.Input.NumbersOrNull(name) ?? file.Input.NumbersOrNull(char.ToUpperInvariant(name[0]) + name[1..]);

    [GeneratedRegex("(?:first|whole)([0-9]+)")]
    private static partial Regex RowsPattern();

    [GeneratedRegex("rolling([0-9]+)")]
    private static partial Regex WindowPattern();
}
