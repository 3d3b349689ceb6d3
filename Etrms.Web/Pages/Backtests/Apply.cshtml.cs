using Etrms.Contracts;
using Etrms.Domain.Backtesting.Overfitting;
using Etrms.Domain.Risk.Breakers;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Backtests;

/// <summary>
/// To take a backtest to live is broad: what it would make is listed, the phrase is typed and the password asked. A verdict against it has to be
/// overridden with a reason.
/// </summary>
public sealed class ApplyModel(EtrmsApi api) : PortalPage
{
    public const string Phrase = "APPLY";

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public BreakerMode Mode { get; set; } = BreakerMode.Observe;

    [BindProperty]
    public bool Override { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? Confirmation { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public BacktestView? Backtest { get; private set; }

    /// <summary>True when something speaks against it: more likely luck than not, or too little to tell.</summary>
    public bool IsRefused => Backtest?.Result is { Overfitting.Verdict: not BacktestVerdict.Sound };

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (!await IsConfirmedAsync(cancellationToken))
        {
            return Again();
        }

        var request = new ApplyBacktestRequest { BreakerMode = Mode, Override = Override, Reason = Reason?.Trim() ?? "" };
        var answer = await api.ApplyBacktestAsync(Id, request, cancellationToken);
        if (!answer.IsOk)
        {
            ShowInForm(answer.Problem);
            return Again();
        }

        Notice = answer.Value.Applied is { Breakers.Count: > 0 and var made }
            ? $"The parameters are noted as the approved ones, and {Formatting.Words.Count(made, "breaker")} made."
            : "The parameters are noted as the approved ones.";
        return Redirect($"/backtests/{Id}");
    }

    private async Task<bool> IsConfirmedAsync(CancellationToken cancellationToken)
    {
        if (IsRefused && !Override)
        {
            ModelState.AddModelError(nameof(Override), "The verdict speaks against it. Tick this if you want to apply it in spite of that.");
        }

        if (IsRefused && string.IsNullOrWhiteSpace(Reason))
        {
            ModelState.AddModelError(nameof(Reason), "Say why: it is kept with the decision.");
        }

        if (!string.Equals(Confirmation?.Trim(), Phrase, StringComparison.Ordinal))
        {
            ModelState.AddModelError(nameof(Confirmation), $"Type {Phrase} to go on.");
        }

        if (ModelState.IsValid && (await api.ConfirmPasswordAsync(new ConfirmPasswordRequest(Password ?? ""), cancellationToken)).Problem is { } wrong)
        {
            ModelState.AddModelError(nameof(Password), wrong.Text);
        }

        return ModelState.IsValid;
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetBacktestAsync(Id, cancellationToken);
        (Backtest, Problem) = (answer.Value, answer.Problem);
    }
}
