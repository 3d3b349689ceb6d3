using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Accounts;

/// <summary>Deleting a key is broad: what it touches is counted, the phrase is typed and the password asked, so that no stray click does it.</summary>
public sealed class RemoveModel(EtrmsApi api) : AccountDialog(api)
{
    [BindProperty]
    public string? Confirmation { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public ApiKeyView? Key { get; private set; }

    public int? OpenPositions { get; private set; }

    public int? RestingOrders { get; private set; }

    public int? Breakers { get; private set; }

    public string Phrase => $"REMOVE {Account?.Name}";

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (!string.Equals(Confirmation?.Trim(), Phrase, StringComparison.Ordinal))
        {
            ModelState.AddModelError(nameof(Confirmation), $"Type {Phrase} to remove the account.");
            return Again();
        }

        var confirmed = await Api.ConfirmPasswordAsync(new ConfirmPasswordRequest(Password ?? ""), cancellationToken);
        if (!confirmed.IsOk)
        {
            ModelState.AddModelError(nameof(Password), confirmed.Problem.Text);
            return Again();
        }

        return await FinishAsync(await Api.RemoveAccountAsync(Id, cancellationToken), "The account and its key are removed.", cancellationToken);
    }

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        await base.LoadAsync(cancellationToken);
        var keys = Api.GetKeysAsync(cancellationToken);
        var positions = (await Api.GetPositionsAsync(cancellationToken)).Value;
        Key = (await keys).Value?.Keys.FirstOrDefault(key => key.AccountId == Id);
        OpenPositions = positions?.Positions.Count(position => position.AccountId == Id);
        RestingOrders = positions?.OpenOrders.Count(order => order.AccountId == Id);
        Breakers = Shell.Risk?.Breakers.Count(breaker => Names(breaker.Configuration));
    }

    private bool Names(BreakerBody breaker) => (breaker.MeasureScope?.Accounts ?? []).Contains(Id) || (breaker.ActScope?.Accounts ?? []).Contains(Id);
}
