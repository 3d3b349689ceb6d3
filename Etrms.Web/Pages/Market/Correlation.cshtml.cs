using System.Globalization;
using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Web.Api;
using Etrms.Web.Charts;
using Etrms.Web.Formatting;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Market;

/// <summary>How the contracts of a venue move together, now and over time.</summary>
public sealed class CorrelationModel(EtrmsApi api) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public Exchange Exchange { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Timeframe { get; set; }

    public CorrelationHistoryView? History { get; private set; }

    public SvgChart? Map { get; private set; }

    public SvgChart? Course { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetCorrelationAsync(Exchange, Timeframe ?? "15m", cancellationToken);
        (History, Problem) = (answer.Value, answer.Problem);
        if (History is { } history)
        {
            Map = CorrelationMap.Draw(history.Symbols, history.Matrix);
            Course = LinesChart.Draw(new LinesSource(
                "correlation-course", "Mean correlation over time", "Time (UTC)",
                [.. history.Course.Select(point => point.At.UtcDateTime.ToString("MM-dd HH:mm", CultureInfo.InvariantCulture))],
                [new ChartLine("Mean correlation", [.. history.Course.Select(point => (decimal?)point.Mean)])],
                value => Numbers.Plain(value, 2)));
        }
    }
}
