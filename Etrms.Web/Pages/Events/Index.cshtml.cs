using System.Globalization;
using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Etrms.Web.Api;
using Etrms.Web.Charts;
using Etrms.Web.Formatting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Etrms.Web.Pages.Events;

public sealed class IndexModel(EtrmsApi api, TimeProvider clock) : PortalPage
{
    private const int ExportPage = 200;
    private const int MostExported = 10_000;

    [BindProperty(SupportsGet = true)]
    public Guid? Breaker { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Group { get; set; }

    [BindProperty(SupportsGet = true)]
    public BreakerEventKind? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Symbol { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Cursor { get; set; }

    public Page<BreakerEventView> Events { get; private set; } = new([], null, 0);

    public IReadOnlyList<BreakerView> Breakers { get; private set; } = [];

    public SvgChart? Timeline { get; private set; }

    public bool IsFiltered => Query.IsFiltered;

    private BreakerEventQuery Query => new() { Breaker = Breaker, Group = Group, Kind = Kind, Symbol = Symbol, From = From, To = To, Cursor = Cursor };

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var events = api.GetBreakerEventsAsync(Query, cancellationToken);
        var breakers = api.GetBreakersAsync(cancellationToken);
        var answer = await events;
        Problem = answer.Problem;
        Events = answer.Value ?? Events;
        Breakers = [.. ((await breakers).Value?.Breakers ?? []).OrderBy(breaker => breaker.Configuration.Name, StringComparer.Ordinal)];
        Timeline = BreakerTimeline.Draw(Events.Items) is { } drawn ? drawn with { CsvUrl = $"{ExportUrl}&format=csv" } : null;
    }

    /// <summary>All that the filters let through, page after page, as a file; the newest ten thousand.</summary>
    public async Task<FileContentResult> OnGetExportAsync(string? format, CancellationToken cancellationToken)
    {
        var rows = new List<BreakerEventView>();
        var query = Query with { Cursor = null, Limit = ExportPage };
        do
        {
            var page = (await api.GetBreakerEventsAsync(query, cancellationToken)).Value;
            rows.AddRange(page?.Items ?? []);
            query = query with { Cursor = page?.Next };
        }
        while (query.Cursor is not null && rows.Count < MostExported);
        return Export.Events(rows, format, clock.GetUtcNow());
    }

    /// <summary>Whether every entry still carries the seal it was written with.</summary>
    public async Task<IActionResult> OnGetCheckAsync(CancellationToken cancellationToken)
    {
        var answer = await api.CheckEventChainAsync(cancellationToken);
        Notice = answer switch
        {
            { IsOk: false } => $"The history was not checked. {answer.Problem.Text}",
            { Value.BrokenAt: { } broken } => $"The history is broken at entry {broken}: it was changed, or one before it is missing.",
            _ => $"The history is whole: {Words.Count(answer.Value.Events, "entry", "entries")}, each sealing the one before it.",
        };
        return Redirect("/events");
    }

    /// <summary>This list with the same filters from a cursor on; null is the newest page.</summary>
    public string PageUrl(string? cursor) => Address("/events", cursor);

    public string ExportUrl => Address("/events?handler=Export", null);

    private string Address(string path, string? cursor) => QueryHelpers.AddQueryString(path, new Dictionary<string, string?>
    {
        ["breaker"] = Breaker?.ToString(),
        ["group"] = Group,
        ["kind"] = Kind?.ToString(),
        ["symbol"] = Symbol,
        ["from"] = From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["to"] = To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["cursor"] = cursor,
    }.Where(pair => !string.IsNullOrEmpty(pair.Value)));
}
