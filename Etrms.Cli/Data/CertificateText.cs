using Etrms.Contracts;

namespace Etrms.Cli.Data;

/// <summary>A certificate as a person reads it.</summary>
internal static class CertificateText
{
    private const int MostGaps = 5;

    public static IEnumerable<string> Lines(CertificateView certificate)
    {
        var series = certificate.Series;
        yield return $"{series.Exchange} {series.Symbol} {Word(series.Kind)} {series.Timeframe}".TrimEnd() + $" ({Word(series.Source)}): {Word(certificate.Verdict).ToUpperInvariant()}";
        yield return $"  rows         {series.Rows:N0}, {DataText.Instant(series.FirstAt)} to {DataText.Instant(series.LastAt)} UTC";
        yield return $"  gaps         {certificate.Gaps:N0}{(certificate.MissingRows is { } missing ? $", {missing:N0} rows missing" : "")}";
        foreach (var gap in certificate.LargestGaps.OrderByDescending(gap => gap.To - gap.From).Take(MostGaps).OrderBy(gap => gap.From))
        {
            yield return $"               {DataText.Instant(gap.From)} to {DataText.Instant(gap.To)}";
        }

        yield return $"  order        {certificate.Duplicates:N0} duplicates, {certificate.OutOfOrder:N0} out of order, {certificate.Misaligned:N0} misaligned";
        foreach (var line in certificate.Prices is { } prices ? PriceLines(prices) : [])
        {
            yield return line;
        }

        foreach (var comparison in certificate.Comparisons)
        {
            yield return $"  same as      {comparison.With}: {comparison.Compared:N0} candles compared, {comparison.PriceDifferences:N0} with other prices, "
                + $"{comparison.VolumeDifferences:N0} with another volume{Examples(comparison)}";
        }

        yield return $"  content      {certificate.ContentHash}";
    }

    private static IEnumerable<string> PriceLines(PriceFindingsView prices)
    {
        yield return $"  candles      {prices.InvalidRows:N0} impossible, {prices.StaleRows:N0} stale (longest run {prices.LongestStaleRun:N0}), "
            + $"{prices.ZeroVolumeRows:N0} without volume (longest run {prices.LongestZeroVolumeRun:N0})";
        yield return $"  moves        {prices.Outliers:N0} outliers; largest {string.Join(", ", prices.WorstMoves.Take(3).Select(move => $"{move.Change:+0.0%;-0.0%} at {DataText.Instant(move.At)}"))}";
    }

    private static string Examples(SourceComparisonView comparison) => comparison.FirstPriceDifferences.Count == 0
        ? ""
        : $", first at {string.Join(", ", comparison.FirstPriceDifferences.Select(DataText.Instant))}";

    private static string Word<T>(T value)
        where T : struct, Enum =>
        value.ToString().ToLowerInvariant();
}
