using System.Globalization;
using Etrms.Contracts;
using Etrms.Web.Api;
using Etrms.Web.Formatting;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Positions;

public sealed class ReduceModel(EtrmsApi api, TimeProvider clock) : PositionDialog(api, clock)
{
    private const decimal WholePercent = 100m;

    /// <summary>"25", "50", "75", "custom" (percent) or "size" (base units).</summary>
    [BindProperty]
    public string Share { get; set; } = "50";

    /// <summary>Percent of the size for the custom choice.</summary>
    [BindProperty]
    public decimal? Fraction { get; set; }

    /// <summary>Base units to take off.</summary>
    [BindProperty]
    public decimal? Quantity { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (!IsLoaded || !ModelState.IsValid || ReadRequest() is not { } request)
        {
            return Again();
        }

        var answer = await Api.ReducePositionAsync(Id, request, Key, cancellationToken);
        var what = request.Quantity is { } size ? Numbers.Raw(size) : Numbers.Raw(request.Fraction * WholePercent) + "%";
        return await FinishAsync(
            answer, $"Reducing {Words.Of(Position)} by {what}: reduce-only orders are on their way.", request.Quantity is null ? "" : nameof(Quantity), cancellationToken);
    }

    /// <summary>Null when the form does not say how much; the reason then stands beside its field.</summary>
    private ReducePositionRequest? ReadRequest()
    {
        const string reason = "reduced in the portal";
        if (Share == "size")
        {
            if (Quantity is > 0)
            {
                return new ReducePositionRequest { Quantity = Quantity, Reason = reason };
            }

            ModelState.AddModelError(nameof(Quantity), "Give a size above 0.");
            return null;
        }

        var percent = Share == "custom" ? Fraction : decimal.TryParse(Share, CultureInfo.InvariantCulture, out var fixedShare) ? fixedShare : null;
        if (percent is > 0 and <= WholePercent)
        {
            return new ReducePositionRequest { Fraction = percent / WholePercent, Reason = reason };
        }

        ModelState.AddModelError(nameof(Fraction), "Give a share above 0 and up to 100 percent.");
        return null;
    }
}
