using Etrms.Contracts;
using Etrms.Web.Api;
using Etrms.Web.Formatting;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Positions;

public sealed class CloseModel(EtrmsApi api) : PositionDialog(api)
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (!IsLoaded)
        {
            return Again();
        }

        var answer = await Api.ClosePositionAsync(Id, new ClosePositionRequest { Reason = "closed in the portal" }, Key, cancellationToken);
        var name = Words.Of(Position);
        return Finish(answer, $"Closing {name}: reduce-only orders are on their way.", $"The order to close {name} is queued; the position shows when it is done.");
    }
}
