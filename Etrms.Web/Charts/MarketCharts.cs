using System.Globalization;
using Etrms.Contracts;
using Etrms.Web.Formatting;

namespace Etrms.Web.Charts;

/// <summary>Lines of the market analysis.</summary>
internal static class MarketCharts
{
    private static readonly int[] ShownQuantiles = [1, 3, 5];

    public static SvgChart? Volatility(IReadOnlyList<VolatilityPointView> points) => LinesChart.Draw(new LinesSource(
        "volatility-course", "Volatility per year by estimator", "Time (UTC)", [.. points.Select(point => Time(point.At))],
        [
            new("Close to close", [.. points.Select(point => point.CloseToClose)]), new("EWMA", [.. points.Select(point => point.Ewma)]),
            new("Parkinson", [.. points.Select(point => point.Parkinson)]), new("Garman-Klass", [.. points.Select(point => point.GarmanKlass)]),
            new("Yang-Zhang", [.. points.Select(point => point.YangZhang)]),
        ],
        value => Numbers.Percent(value, 0)));

    public static SvgChart? Phases(PhasesView? phases) => phases is null ? null : LinesChart.Draw(new LinesSource(
        "phase-course", "Probability of each hidden state", "Time (UTC)", [.. phases.Course.Select(point => Time(point.At))],
        [
            .. phases.States.Select((state, place) => new ChartLine(
                PhaseName(state.State, phases.States.Count), [.. phases.Course.Select(point => (decimal?)point.Probabilities[place])])),
        ],
        value => Numbers.Percent(value, 0)));

    /// <summary>"1, the calmest", "2", "3, the wildest".</summary>
    public static string PhaseName(int state, int of) => state == 1 ? "1, the calmest" : state == of ? $"{of}, the wildest" : $"{state}";

    public static SvgChart? Cone(IReadOnlyList<ConeWindowView> windows) => LinesChart.Draw(new LinesSource(
        "volatility-cone", "Volatility cone: what was usual over windows of each length", "Candles", [.. windows.Select(window => Numbers.Plain(window.Window, 0))],
        [
            new("Now", [.. windows.Select(window => (decimal?)window.Current)]),
            .. ShownQuantiles.Select((place, index) => new ChartLine(
                index switch { 0 => "10 % were below", 1 => "Median", _ => "10 % were above" }, [.. windows.Select(window => (decimal?)window.Quantiles[place])])),
        ],
        value => Numbers.Percent(value, 0)));

    public static SvgChart? Term(MarketDetailView? detail) => detail is null ? null : LinesChart.Draw(new LinesSource(
        "term-structure", "Volatility that a GARCH model expects by horizon", "Candles ahead", [.. detail.Term.Select(point => Numbers.Plain(point.Bars, 0))],
        [new("Expected volatility per year", [.. detail.Term.Select(point => (decimal?)point.Volatility)])],
        value => Numbers.Percent(value, 1)));

    public static SvgChart? Depth(IReadOnlyList<LiquidityPointView> points) => LinesChart.Draw(new LinesSource(
        "depth-course", "Depth near the middle over time", "Time (UTC)",
        [.. points.Select(point => point.At.UtcDateTime.ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture))],
        [new("Bids", [.. points.Select(point => (decimal?)point.BidDepth)]), new("Asks", [.. points.Select(point => (decimal?)point.AskDepth)])],
        value => value is { } known ? Numbers.Compact(known) : Numbers.Unknown));

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);
}
