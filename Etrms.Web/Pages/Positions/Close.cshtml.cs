using Etrms.Contracts;
using Etrms.Web.Api;
using Etrms.Web.Formatting;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Positions;

public sealed class CloseModel(EtrmsApi api, TimeProvider clock) : PositionDialog(api, clock)
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (!IsLoaded)
        {
            return Again();
        }

        var answer = await Api.ClosePositionAsync(Id, new ClosePositionRequest { Reason = "closed in the portal" }, Key, cancellationToken);
        return await FinishAsync(answer, $"Closing {Words.Of(Position)}: reduce-only orders are on their way.", "", cancellationToken);
    }
}
