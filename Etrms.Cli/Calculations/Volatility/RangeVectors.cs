using System.Globalization;
using System.Text.Json;
using Etrms.Cli.Calculations.Indicators;
using Etrms.Domain.Analysis.Volatility;

namespace Etrms.Cli.Calculations.Volatility;

/// <summary>Files of rolling volatility under the names of TTR, with the window in bars: "yang.zhang_20".</summary>
internal sealed class RangeVectors : IVectorFamily
{
    private const string Close = "close";

    /// <summary>A habit of TTR that no other library shares; the file tells how it comes from the returns.</summary>
    private const string CloseAboutZero = "close_mean0";

    public string Name => "rolling volatility";

    public bool Takes(VectorFile file) =>
        file.Has("parameters", "N") && file.Has("input", Close) && file.Expected.EnumerateObject().Any(member => Split(member.Name) is { Estimator: { } name } && IsKnown(name));

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var (bars, perYear) = (BarArrays.Of(file.Input), file.Parameters.Number("N"));
        foreach (var member in file.Expected.EnumerateObject())
        {
            if (Split(member.Name) is not { Estimator: { } name, Period: var period } || !IsKnown(name))
            {
                findings.Missing(member.Name, member.Value);
                continue;
            }

            // A series cut from a longer one is empty for a window, though its own bars would fill some of it.
            var from = member.Value.EnumerateArray().TakeWhile(value => value.ValueKind == JsonValueKind.Null).Count();
            findings.Series(member.Name, member.Value, Volatility(bars, name, period, perYear), Tolerance.Of(file.Tolerance), from);
        }
    }

    private static double[] Volatility(BarArrays bars, string name, int period, double perYear) => name switch
    {
        CloseAboutZero => AboutZero(bars.Close!, period, perYear),
        // TTR counts closes, and so one return less.
        Close => RangeVolatility.Over(bars.Spans, VolatilityEstimator.CloseToClose, period - 1, perYear),
        _ => RangeVolatility.Over(bars.Spans, RangeCalculation.Estimators[name], period, perYear),
    };

    private static double[] AboutZero(double[] closes, int period, double perYear) =>
    [
        .. closes.Select((_, end) => end < period - 1
            ? double.NaN
            : Math.Sqrt(perYear / (period - 2) * Enumerable.Range(end - period + 2, period - 1).Sum(i => Math.Pow(Math.Log(closes[i] / closes[i - 1]), 2)))),
    ];

    private static bool IsKnown(string name) => name == CloseAboutZero || RangeCalculation.Estimators.ContainsKey(name);

    private static (string Estimator, int Period)? Split(string key) =>
        key.LastIndexOf('_') is > 0 and var at && int.TryParse(key.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var period)
            ? (key[..at], period)
            : null;
}
