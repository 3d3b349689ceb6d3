using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Etrms.Web.Api;
using Etrms.Web.Charts;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Risk;

/// <summary>Every measure of the book, what limits it, and what ETRMS would do next.</summary>
public sealed class IndexModel(EtrmsApi api, TimeProvider clock) : PortalPage
{
    private const int TripsLookedAt = 100;

    /// <summary>Ranges of the curve by their name in the address; market time back from its newest point.</summary>
    public static readonly IReadOnlyList<(string Key, string Text, TimeSpan Length)> Ranges =
    [
        ("1h", "Hour", TimeSpan.FromHours(1)), ("1d", "Day", TimeSpan.FromDays(1)), ("1w", "Week", TimeSpan.FromDays(7)),
        ("1m", "Month", TimeSpan.FromDays(30)), ("1y", "Year", TimeSpan.FromDays(366)),
    ];

    [BindProperty(SupportsGet = true)]
    public string? Range { get; set; }

    public RiskMetricsView? Risk => Shell.Risk;

    public RiskTiles Tiles => RiskTiles.Of(Risk);

    /// <summary>Null while the Api has none; the reason then stands in <see cref="MeasuresProblem"/>.</summary>
    public RiskMeasuresView? Measures { get; private set; }

    public ApiProblem? MeasuresProblem { get; private set; }

    public SvgChart? Equity { get; private set; }

    /// <summary>The falls of the shown range; null while the Api has none, the reason then stands in <see cref="DrawdownsProblem"/>.</summary>
    public DrawdownsView? Drawdowns { get; private set; }

    public ApiProblem? DrawdownsProblem { get; private set; }

    public IReadOnlyList<BreakerView> Breakers { get; private set; } = [];

    public IReadOnlyList<NextStage> Next { get; private set; } = [];

    public string ChosenRange => Ranges.Any(range => range.Key == Range) ? Range! : "1d";

    private DateTimeOffset? RangeStart => Risk?.MarketTime - Ranges.First(range => range.Key == ChosenRange).Length;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var trips = api.GetBreakerEventsAsync(new BreakerEventQuery { Kind = BreakerEventKind.Triggered, Limit = TripsLookedAt }, cancellationToken);
        var measures = api.GetMeasuresAsync(cancellationToken);
        var falls = api.GetDrawdownsAsync(RangeStart, cancellationToken);
        var curve = await CurveAsync(cancellationToken);
        var fallen = await falls;
        (Drawdowns, DrawdownsProblem) = (fallen.Value, fallen.Problem);
        var measured = await measures;
        (Measures, MeasuresProblem) = (measured.Value, measured.Problem);
        Breakers = BreakerOrder.MostUrgentFirst([.. (Risk?.Breakers ?? []).Where(breaker => breaker.Configuration.Mode != BreakerMode.Off)]);
        Next = NextStage.Of(Breakers);
        var at = (await trips).Value?.Items.Select(entry => entry.At).ToList() ?? [];
        Equity = EquityChart.Draw(curve, at, Tiles.DrawdownBreaker?.Configuration.Threshold, $"/risk?handler=Equity&range={ChosenRange}");
    }

    /// <summary>The shown curve as a file.</summary>
    public async Task<FileContentResult> OnGetEquityAsync(string? format, CancellationToken cancellationToken) =>
        Export.Equity(await CurveAsync(cancellationToken), format, clock.GetUtcNow());

    private async Task<IReadOnlyList<EquityPointView>> CurveAsync(CancellationToken cancellationToken) =>
        (await api.GetEquityAsync(RangeStart, null, cancellationToken)).Value?.Points ?? [];
}
