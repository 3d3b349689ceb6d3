using System.Globalization;
using Etrms.Contracts;
using Etrms.Web.Api;
using Etrms.Web.Charts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Etrms.Web.Pages.Events;

public sealed class IndexModel(EtrmsApi api) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public Guid? Breaker { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Group { get; set; }

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

    private BreakerEventQuery Query => new() { Breaker = Breaker, Group = Group, Symbol = Symbol, From = From, To = To, Cursor = Cursor };

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var events = api.GetBreakerEventsAsync(Query, cancellationToken);
        var breakers = api.GetBreakersAsync(cancellationToken);
        var answer = await events;
        Problem = answer.Problem;
        Events = answer.Value ?? Events;
        Breakers = [.. ((await breakers).Value?.Breakers ?? []).OrderBy(breaker => breaker.Configuration.Name, StringComparer.Ordinal)];
        Timeline = BreakerTimeline.Draw(Events.Items);
    }

    /// <summary>This list with the same filters from a cursor on; null is the newest page.</summary>
    public string PageUrl(string? cursor) => QueryHelpers.AddQueryString("/events", new Dictionary<string, string?>
    {
        ["breaker"] = Breaker?.ToString(),
        ["group"] = Group,
        ["symbol"] = Symbol,
        ["from"] = From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["to"] = To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["cursor"] = cursor,
    }.Where(pair => !string.IsNullOrEmpty(pair.Value)));
}
