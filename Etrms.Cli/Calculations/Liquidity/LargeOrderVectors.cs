using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Etrms.Domain.Analysis.Liquidity;

namespace Etrms.Cli.Calculations.Liquidity;

/// <summary>
/// Files of labelled order flow. Judged by recall and precision of episodes: an alarm is right when its stretch of time overlaps a label of its kind
/// and side.
/// </summary>
internal sealed partial class LargeOrderVectors : IVectorFamily
{
    /// <summary>A large order that means nothing may be suspected this often.</summary>
    private const int BenignSuspected = 1;

    public string Name => "whales and suspected spoofing";

    public bool Takes(VectorFile file) => file.Has("expected", "labels") && file.Has("tolerance", "spoof") && file.Has("input", "id");

    public void Compare(VectorFile file, VectorFindings findings)
    {
        var input = file.Input;
        var notices = OrderFlowInput.Notices(
            input.Numbers("t"), input.Words("type"), input.Numbers("id"), input.Words("side"), input.Numbers("price"), input.Numbers("size"), Mid(file));
        var labels = file.Expected.GetProperty("labels").EnumerateArray().Select(OrderLabel.Of).ToList();
        Judge("spoof", LargeOrderKind.SuspectedSpoof, notices, labels, file, findings);
        Judge("whale", LargeOrderKind.Whale, notices, labels, file, findings);
        var suspected = labels.Count(label => label.Kind == "benignLarge" && notices.Any(notice => notice.Kind == LargeOrderKind.SuspectedSpoof && label.IsMetBy(notice)));
        findings.Reached("benignLarge orders that are suspected", suspected, BenignSuspected, isFloor: false);
    }

    /// <summary>Where a file says so: "about 100".</summary>
    private static double? Mid(VectorFile file) =>
        file.Has("parameters", "mid") && MidPattern().Match(file.Parameters.GetProperty("mid").ToString()) is { Success: true } match
            ? double.Parse(match.ValueSpan, CultureInfo.InvariantCulture) : null;

    private static void Judge(
        string kind, LargeOrderKind told, List<LargeOrderNotice> notices, List<OrderLabel> labels, VectorFile file, VectorFindings findings)
    {
        var alarms = notices.Where(notice => notice.Kind == told).ToList();
        var wanted = labels.Where(label => label.Kind == kind).ToList();
        var bars = file.Tolerance.Text(kind);
        var recall = (double)wanted.Count(label => alarms.Any(label.IsMetBy)) / wanted.Count;
        var precision = alarms.Count == 0 ? 0 : (double)alarms.Count(alarm => wanted.Any(label => label.IsMetBy(alarm))) / alarms.Count;
        AtLeast($"{kind}.recall", BarOf(RecallPattern().Match(bars)), recall, findings);
        AtLeast($"{kind}.precision", BarOf(PrecisionPattern().Match(bars)), precision, findings);
    }

    private static void AtLeast(string key, double? bar, double reached, VectorFindings findings)
    {
        if (bar is { } wanted)
        {
            findings.Reached(key, reached, wanted);
        }
        else
        {
            findings.Figure(string.Create(CultureInfo.InvariantCulture, $"{key} {reached:0.000}"));
        }
    }

    private static double? BarOf(Match match) => match.Success ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex("[0-9]+([.][0-9]+)?", RegexOptions.ExplicitCapture)]
    private static partial Regex MidPattern();

    [GeneratedRegex("recall >= ([0-9.]+[0-9])")]
    private static partial Regex RecallPattern();

    [GeneratedRegex("precision >= ([0-9.]+[0-9])")]
    private static partial Regex PrecisionPattern();

    /// <param name="Until">Null for an order without an end of its own: then the orders decide.</param>
    private sealed record OrderLabel(string Kind, double From, double? Until, bool IsBid, HashSet<long> Orders)
    {
        public static OrderLabel Of(JsonElement label) => new(
            label.Text("kind"), label.Number("startMs"), label.Has("endMs") ? label.Number("endMs") : null, label.Text("side") == "bid",
            [.. label.Numbers("orderIds").Select(id => (long)id)]);

        public bool IsMetBy(LargeOrderNotice notice) => Until is { } until
            ? notice.IsBid == IsBid && notice.From.ToUnixTimeMilliseconds() <= until && notice.Until.ToUnixTimeMilliseconds() >= From
            : notice.Orders.Any(Orders.Contains);
    }
}
