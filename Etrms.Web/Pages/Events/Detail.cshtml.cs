using Etrms.Contracts;
using Etrms.Web.Api;
using Etrms.Web.Formatting;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Events;

public sealed class DetailModel(EtrmsApi api) : PortalPage
{
    public BreakerEventView? Event { get; private set; }

    /// <summary>Unit of the breaker's values; empty when the breaker is deleted.</summary>
    public string Unit { get; private set; } = "";

    /// <summary>Orders by the position they are for, and within by time.</summary>
    public IEnumerable<ActionResultView> Orders => (Event?.Actions ?? []).OrderBy(action => action.Symbol, StringComparer.Ordinal).ThenBy(action => action.At);

    public async Task<IActionResult> OnGetAsync(long seq, CancellationToken cancellationToken)
    {
        var answer = await api.GetBreakerEventAsync(seq, cancellationToken);
        if (answer.Problem?.IsNotFound == true)
        {
            return NotFound();
        }

        (Event, Problem) = (answer.Value, answer.Problem);
        if (Event is not null)
        {
            Unit = (await api.GetBreakerAsync(Event.BreakerId, cancellationToken)).Value?.Unit ?? "";
        }

        return Page();
    }

    /// <summary>The recorded inputs around the trip, as the Api bundles them.</summary>
    public async Task<IActionResult> OnGetRecordingAsync(long seq, CancellationToken cancellationToken)
    {
        var answer = await api.GetRecordingAsync(seq, cancellationToken);
        if (answer.IsOk)
        {
            return File(answer.Value.Content, answer.Value.ContentType, answer.Value.Name ?? $"etrms-trip-{seq}.gz");
        }

        Notice = answer.Problem.IsNotFound ? "Nothing is recorded for this event." : $"The recording cannot be had. {answer.Problem.Text}";
        return Redirect($"/events/{seq}");
    }

    public string Show(decimal? value) => Words.InUnit(value, Unit);

    /// <summary>Every position that was held before or after, by name, with both sizes.</summary>
    public IEnumerable<(PositionView Position, PositionView? Before, PositionView? After)> Positions()
    {
        var before = (Event?.Before?.Positions ?? []).ToDictionary(position => position.Id, StringComparer.Ordinal);
        var after = (Event?.After?.Positions ?? []).ToDictionary(position => position.Id, StringComparer.Ordinal);
        return before.Keys.Union(after.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(id => (before.GetValueOrDefault(id), after.GetValueOrDefault(id)))
            .Select(pair => ((pair.Item1 ?? pair.Item2)!, pair.Item1, pair.Item2));
    }

    public static (string Text, Tone Tone) Of(EventSealView seal) => seal switch
    {
        { IsIntact: false } => ("Changed after it was written", Tone.Bad),
        { IsLinked: false } => ("Does not follow the entry before it", Tone.Bad),
        { IsLinked: null } => ("Intact; the entry before it is not here", Tone.Warning),
        _ => ("Intact and in its place", Tone.Good),
    };
}
