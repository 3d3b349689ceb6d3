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

    public string Show(decimal? value) => Words.InUnit(value, Unit);

    public static Tone ToneOf(string outcome) => outcome.ToUpperInvariant() switch
    {
        "TARGET_MET" or "TARGETMET" or "FILLED" => Tone.Good,
        "FAILED" or "REJECTED" => Tone.Bad,
        "RETRYING" or "DUST" or "UNKNOWN" => Tone.Warning,
        _ => Tone.Info,
    };
}
