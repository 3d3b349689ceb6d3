using System.Globalization;
using Etrms.Contracts;
using Etrms.Web.Formatting;

namespace Etrms.Web.Charts;

/// <summary>Candles with the volume that traded about each price behind them, and shapes and levels over them.</summary>
internal static class ProfileCandles
{
    /// <summary>Share of the width that the largest bucket takes.</summary>
    private const double WidestShare = 0.35;

    public static SvgChart? Draw(string symbol, IReadOnlyList<CandleView> candles, VolumeProfileView? profile, ShapesView? shapes)
    {
        if (candles.Count < 2 || profile is null)
        {
            return null;
        }

        IReadOnlyList<CandlePoint> points = [.. candles.Select(candle => new CandlePoint(candle.At, candle.Open, candle.High, candle.Low, candle.Close))];
        var scale = Scale.Around(points.Min(candle => candle.Low), points.Max(candle => candle.High), 4);
        var axis = new TimeAxis(points[0].At, points[^1].At + (points[1].At - points[0].At));
        var marks = new ShapeMarks(shapes, axis, scale);
        return new SvgChart(
            "profile-candles", $"{symbol} with its volume profile", Summarise(symbol, candles, profile),
            [
                new ChartPane(
                    "candles", [.. scale.Labels.Select(label => Numbers.Stepped(label, 0))],
                    Buckets(profile, scale) + TradeCandles.Candles(points, axis, scale) + Lines(profile, scale) + marks.Draw()),
            ],
            [.. axis.Labels(5)],
            new ChartTable(
                ["Price about", "Volume", "In the value area"],
                [.. profile.Buckets.Reverse().Select(bucket => new ChartRow(
                    0, [Numbers.Stepped(bucket.Price, 0), Numbers.Plain(bucket.Volume, 3), bucket.Price >= profile.Low && bucket.Price <= profile.High ? "yes" : "no"]))]))
        {
            Legend =
            [
                new("band", "box", "Volume at a price"), new("start", "line", "Price with the most volume"), new("zero", "line", "Ends of the value area"),
                .. marks.Legend,
            ],
        };
    }

    private static string Buckets(VolumeProfileView profile, Scale scale)
    {
        var most = profile.Buckets.Max(bucket => bucket.Volume);
        var step = profile.Buckets.Count > 1 ? profile.Buckets[1].Price - profile.Buckets[0].Price : scale.High - scale.Low;
        return most <= 0 ? "" : string.Concat(profile.Buckets.Select(bucket =>
        {
            var (top, bottom) = (Math.Max(scale.ToY(bucket.Price + (step / 2)), 0), Math.Min(scale.ToY(bucket.Price - (step / 2)), SvgChart.Height));
            return $"<rect class=\"band\" x=\"0\" y=\"{SvgChart.At(top)}\" width=\"{SvgChart.At((double)(bucket.Volume / most) * SvgChart.Width * WidestShare)}\" height=\"{SvgChart.At(Math.Max(bottom - top, 0))}\"/>";
        }));
    }

    private static string Lines(VolumeProfileView profile, Scale scale) =>
        Line(profile.Control, "start", scale) + Line(profile.Low, "zero", scale) + Line(profile.High, "zero", scale);

    private static string Line(decimal price, string name, Scale scale) =>
        $"<line class=\"{name}\" x1=\"0\" x2=\"{SvgChart.Width}\" y1=\"{SvgChart.At(scale.ToY(price))}\" y2=\"{SvgChart.At(scale.ToY(price))}\"/>";

    private static string Summarise(string symbol, IReadOnlyList<CandleView> candles, VolumeProfileView profile) =>
        $"{symbol} from {Text(candles[0].At)} to {Text(candles[^1].At)} UTC: most traded about {Numbers.Stepped(profile.Control, 0)}, "
        + $"70 % between {Numbers.Stepped(profile.Low, 0)} and {Numbers.Stepped(profile.High, 0)}. The volume of a candle counts at its typical price.";

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
