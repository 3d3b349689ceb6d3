using System.Diagnostics.CodeAnalysis;
using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Positions;

/// <summary>A small page that asks before it does something with one position; the script shows it as a dialog.</summary>
public abstract class PositionDialog(EtrmsApi api) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>Made when the question is asked: sending the form twice does the deed once.</summary>
    [BindProperty]
    public Guid Key { get; set; } = Guid.NewGuid();

    public PositionView? Position { get; private set; }

    /// <summary>Gross exposure, in quote units, without a share of this position; null while a part is unknown.</summary>
    public decimal? ExposureAfter(decimal fraction) => Shell.Risk?.PositionValue - (Position?.Notional * fraction);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        return Page();
    }

    protected EtrmsApi Api { get; } = api;

    protected virtual void Prefill(PositionView position)
    {
    }

    [MemberNotNullWhen(true, nameof(Position))]
    protected bool IsLoaded => Position is not null;

    protected async Task LoadAsync(CancellationToken cancellationToken)
    {
        var answer = await Api.GetPositionAsync(Id, cancellationToken);
        Position = answer.Value;
        Problem = answer.Problem;
        if (Position is not null && HttpMethods.IsGet(Request.Method))
        {
            Prefill(Position);
        }
    }

    /// <summary>Goes back to the list with a sentence that says what is known so far.</summary>
    protected IActionResult Finish(ApiAnswer<CommandView> answer, string done, string underWay)
    {
        if (!answer.IsOk)
        {
            ShowInForm(answer.Problem);
            return Again();
        }

        Notice = answer.Value.State == "done" ? done : underWay;
        return Redirect("/positions");
    }
}
