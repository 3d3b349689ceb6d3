using System.Globalization;
using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Backtests;

/// <summary>A result as a file to keep. What is long comes from the Api as it stands there.</summary>
internal sealed class BacktestFiles(EtrmsApi api, TimeProvider clock)
{
    private const int RowsAtOnce = 200;
    private const int MostTrials = 20_000;

    /// <summary>Null when the Api has no such file.</summary>
    /// <param name="backtest">With a result.</param>
    /// <param name="format">"json", else CSV.</param>
    /// <param name="what">Of CSV: "equity", "trials", "metrics", else trades.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<FileContentResult?> MakeAsync(BacktestView backtest, string? format, string? what, CancellationToken cancellationToken) => (format, what) switch
    {
        ("json", _) => await TakeAsync(backtest, "JSON", Name(backtest, "result", "json"), cancellationToken),
        (_, "equity") => await TakeAsync(backtest, "EQUITY_CSV", Name(backtest, "equity", "csv"), cancellationToken),
        (_, "metrics") => Csv(backtest, "metrics", Metrics(backtest.Result!)),
        (_, "trials") => Csv(backtest, "trials", Trials(await TrialsAsync(backtest.Id, cancellationToken))),
        _ => await TakeAsync(backtest, "TRADES_CSV", Name(backtest, "trades", "csv"), cancellationToken),
    };

    public string Name(BacktestView backtest, string what, string extension)
    {
        var name = string.Concat(backtest.Configuration.Name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-');
        var at = clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        return $"etrms-backtest-{name}-{what}-{at}.{extension}";
    }

    private async Task<FileContentResult?> TakeAsync(BacktestView backtest, string format, string name, CancellationToken cancellationToken) =>
        (await api.ExportBacktestAsync(backtest.Id, format, cancellationToken)).Value is { } file
            ? new FileContentResult(file.Content, file.ContentType) { FileDownloadName = name }
            : null;

    private FileContentResult Csv(BacktestView backtest, string what, byte[] content) =>
        new(content, "text/csv") { FileDownloadName = Name(backtest, what, "csv") };

    private static byte[] Metrics(BacktestResultView result) => Formatting.Csv.Write(
        ["name", "title", "value", "unit", "convention"],
        result.Metrics.Select(metric => (IReadOnlyList<object?>)[metric.Key, metric.Value.Title, metric.Value.Value, metric.Value.Unit, metric.Value.Convention]));

    private static byte[] Trials(List<BacktestTrialView> trials)
    {
        var names = trials.SelectMany(trial => trial.Parameters.Keys).Distinct(StringComparer.Ordinal).ToList();
        return Formatting.Csv.Write(
            ["number", .. names, "objective", "total_return", "sharpe_ratio", "max_drawdown", "profit_factor", "win_rate", "trades", "error"],
            trials.Select(trial => (IReadOnlyList<object?>)
            [
                trial.Number, .. names.Select(name => trial.Parameters.GetValueOrDefault(name)), trial.Objective, trial.TotalReturn, trial.SharpeRatio,
                trial.MaxDrawdown, trial.ProfitFactor, trial.WinRate, trial.Trades, trial.Error,
            ]));
    }

    private async Task<List<BacktestTrialView>> TrialsAsync(Guid id, CancellationToken cancellationToken)
    {
        var rows = new List<BacktestTrialView>();
        int? next = 0;
        while (next is { } offset && rows.Count < MostTrials)
        {
            var page = (await api.GetBacktestTrialsAsync(id, offset, RowsAtOnce, cancellationToken)).Value;
            rows.AddRange(page?.Trials ?? []);
            next = page?.NextOffset;
        }

        return rows;
    }
}
