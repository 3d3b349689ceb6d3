using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Backtests;

/// <summary>A result as one file that needs nothing else: to keep, to print, to give away.</summary>
public sealed class ReportModel(EtrmsApi api, TimeProvider clock, IWebHostEnvironment site) : PortalPage
{
    private static readonly string[] Sheets = ["tokens.css", "base.css", "parts.css"];

    public BacktestView? Backtest { get; private set; }

    public BacktestResultView? Result => Backtest?.Result;

    /// <summary>The portal's own style sheets, so that the file looks like the page.</summary>
    public string Styles { get; private set; } = "";

    public DateTimeOffset MadeAt { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        Backtest = (await api.GetBacktestAsync(id, cancellationToken)).Value;
        if (Backtest?.Result is null)
        {
            return NotFound();
        }

        MadeAt = clock.GetUtcNow();
        Styles = string.Join('\n', await Task.WhenAll(Sheets.Select(sheet => ReadAsync(sheet, cancellationToken))));
        Response.Headers.ContentDisposition = $"attachment; filename=\"{new BacktestFiles(api, clock).Name(Backtest, "report", "html")}\"";
        return Page();
    }

    private async Task<string> ReadAsync(string sheet, CancellationToken cancellationToken)
    {
        await using var stream = site.WebRootFileProvider.GetFileInfo($"css/{sheet}").CreateReadStream();
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
