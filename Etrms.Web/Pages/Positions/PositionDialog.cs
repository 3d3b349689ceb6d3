using System.Diagnostics.CodeAnalysis;
using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Positions;

/// <summary>A small page that asks before it does something with one position; the script shows it as a dialog.</summary>
public abstract class PositionDialog(EtrmsApi api, TimeProvider clock) : PortalPage
{
    /// <summary>Long enough for a venue to answer, short enough to wait for.</summary>
    private static readonly TimeSpan OutcomeWait = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(150);

    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>Made when the question is asked: sending the form twice does the deed once.</summary>
    [BindProperty]
    public Guid Key { get; set; } = Guid.NewGuid();

    public PositionView? Position { get; private set; }

    /// <summary>Resting orders of the position's contract and side.</summary>
    public IReadOnlyList<OpenOrderView> Orders { get; private set; } = [];

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
        var answer = await Api.GetPositionsAsync(cancellationToken);
        Problem = answer.Problem;
        Position = answer.Value?.Positions.FirstOrDefault(position => position.Id == Id);
        Orders = Position is null ? [] : [.. answer.Value!.OpenOrders.Where(order =>
            order.AccountId == Position.AccountId && order.Symbol == Position.Symbol && order.PositionSide == Position.PositionSide)];
        if (Position is not null && HttpMethods.IsGet(Request.Method))
        {
            Prefill(Position);
        }
    }

    /// <summary>Goes back to the list with a sentence that says what is known so far; what the venue refused is told in the form.</summary>
    /// <param name="answer">What the Api said.</param>
    /// <param name="done">The sentence for an order that was carried out or is on its way.</param>
    /// <param name="field">The field that a refusal of the venue is about; empty when about none.</param>
    protected async Task<IActionResult> FinishAsync(ApiAnswer<CommandView> answer, string done, string field, CancellationToken cancellationToken)
    {
        if (!answer.IsOk)
        {
            ShowInForm(answer.Problem);
            Key = NextKey(answer.Problem, Key, nameof(Key));
            return Again();
        }

        var progress = await FollowAsync(answer.Value.Id, cancellationToken);
        if (progress?.State == "failed")
        {
            ModelState.AddModelError(field, progress.Results.FirstOrDefault(result => result.Outcome == "failed")?.Detail ?? "The exchange did not carry it out.");
            ModelState.Remove(nameof(Key));
            Key = Guid.NewGuid();
            return Again();
        }

        Notice = answer.Value.State == "done" ? done : "The order is queued; it goes out as soon as the worker takes it.";
        NoticeUrl = $"/commands?id={answer.Value.Id}";
        return Redirect("/positions");
    }

    /// <summary>Where the command stands after a short wait; null when the Api does not tell.</summary>
    private async Task<CommandProgressView?> FollowAsync(Guid command, CancellationToken cancellationToken)
    {
        var until = clock.GetUtcNow() + OutcomeWait;
        while (true)
        {
            var answer = await Api.GetProgressAsync(command, cancellationToken);
            if (!answer.IsOk || answer.Value.State is "met" or "failed" or "refused" || clock.GetUtcNow() >= until)
            {
                return answer.Value;
            }

            await Task.Delay(LookEvery, clock, cancellationToken);
        }
    }
}
