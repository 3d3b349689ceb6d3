using Etrms.Contracts;
using Etrms.Web.Api;
using Etrms.Web.Formatting;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Positions;

public sealed class ReduceModel(EtrmsApi api) : PositionDialog(api)
{
    private const decimal WholePercent = 100m;

    /// <summary>"25", "50", "75" or "custom".</summary>
    [BindProperty]
    public string Share { get; set; } = "50";

    /// <summary>Percent of the size for the custom choice.</summary>
    [BindProperty]
    public decimal? Custom { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (!IsLoaded)
        {
            return Again();
        }

        var percent = Share == "custom" ? Custom : decimal.Parse(Share);
        if (percent is null or <= 0 or > WholePercent)
        {
            ModelState.AddModelError(nameof(Custom), "Give a share above 0 and up to 100 percent.");
            return Again();
        }

        var request = new ReducePositionRequest { Fraction = percent / WholePercent, Reason = "reduced in the portal" };
        var answer = await Api.ReducePositionAsync(Id, request, Key, cancellationToken);
        var what = $"{Words.Of(Position)} by {Numbers.Raw(percent)}%";
        return Finish(answer, $"Reducing {what}: reduce-only orders are on their way.", $"The order to reduce {what} is queued.");
    }
}
