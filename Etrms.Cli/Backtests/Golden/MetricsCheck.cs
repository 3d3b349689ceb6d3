using Etrms.Domain.Backtesting.Performance;

namespace Etrms.Cli.Backtests.Golden;

/// <summary>Series of returns with the figures that closed formulas give for them.</summary>
internal sealed class MetricsCheck : IGoldenCheck
{
    public bool Takes(GoldenFile file) => file.Has("series");

    public void Run(GoldenFile file, Findings findings)
    {
        foreach (var series in file.Root.GetProperty("series").EnumerateArray())
        {
            var name = series.GetProperty("id").GetString();
            var returns = series.GetProperty("returns").EnumerateArray().Select(value => value.GetDouble()).ToArray();
            var figures = GoldenFigures.Of(PeriodStatistics.Of(returns, series.GetProperty("periods_per_year").GetDouble()));
            foreach (var metric in series.GetProperty("metrics").EnumerateObject())
            {
                findings.Same($"{name}: {metric.Name} is known", true, figures.ContainsKey(metric.Name));
                findings.Number($"{name}: {metric.Name}", metric.Value.GetProperty("reference"), figures.GetValueOrDefault(metric.Name));
            }
        }
    }
}
