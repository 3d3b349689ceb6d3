using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Etrms.Web.Pages.Emergency;

public sealed class IndexModel(EtrmsApi api) : PortalPage
{
    public EmergencyView? State { get; private set; }

    public IReadOnlyList<AccountView> Accounts { get; private set; } = [];

    public IReadOnlyList<PositionView> Positions { get; private set; } = [];

    public IReadOnlyList<OpenOrderView> Orders { get; private set; } = [];

    [BindProperty]
    public EmergencyInput Input { get; set; } = new();

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    public async Task<IActionResult> OnPostPauseAsync(CancellationToken cancellationToken)
    {
        var answer = await PullAsync("pause", cancellationToken);
        Notice = answer.IsOk ? "New risk is paused: orders that would open or enlarge a position are refused." : answer.Problem.Text;
        UndoUrl = answer.IsOk ? "/emergency?handler=Lift" : null;
        return Redirect("/");
    }

    public async Task<IActionResult> OnPostLiftAsync(CancellationToken cancellationToken)
    {
        var answer = await PullAsync("lift", cancellationToken);
        Notice = answer.IsOk ? "Your pause is lifted. What a circuit breaker paused stays paused." : answer.Problem.Text;
        return Redirect("/");
    }

    public async Task<IActionResult> OnPostCancelAsync(CancellationToken cancellationToken)
    {
        var answer = await PullAsync("cancel-orders", cancellationToken);
        return answer.IsOk ? Redirect(OrdersPage(answer.Value)) : await ShowAgainAsync(answer.Problem, cancellationToken);
    }

    public async Task<IActionResult> OnPostCloseAsync(CancellationToken cancellationToken)
    {
        var answer = await PullAsync("close-positions", cancellationToken);
        return answer.IsOk ? Redirect(OrdersPage(answer.Value)) : await ShowAgainAsync(answer.Problem, cancellationToken);
    }

    private Task<ApiAnswer<CommandsView>> PullAsync(string lever, CancellationToken cancellationToken) => api.PullLeverAsync(
        lever,
        new EmergencyRequest
        {
            Reason = Input.Reason ?? "emergency panel",
            Accounts = [.. Input.Accounts],
            Confirmation = Input.Confirmation?.Trim(),
            Password = Input.Password,
            CancelFilter = Input.CancelFilter,
        },
        Input.Key,
        cancellationToken);

    /// <summary>Where every order of the lever shows with its result.</summary>
    private static string OrdersPage(CommandsView commands) =>
        QueryHelpers.AddQueryString("/commands", commands.Commands.Select(command => KeyValuePair.Create("id", (string?)command.Id.ToString())));

    private async Task<IActionResult> ShowAgainAsync(ApiProblem problem, CancellationToken cancellationToken)
    {
        ShowInForm(problem);
        Input.Key = NextKey(problem, Input.Key, "Input.Key");
        await LoadAsync(cancellationToken);
        return Again();
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var state = api.GetEmergencyAsync(cancellationToken);
        var positions = api.GetPositionsAsync(cancellationToken);
        var accounts = api.GetAccountsAsync(cancellationToken);
        var answer = await state;
        (State, Problem) = (answer.Value, answer.Problem);
        var held = (await positions).Value;
        (Positions, Orders) = (held?.Positions ?? [], held?.OpenOrders ?? []);
        Accounts = (await accounts).Value?.Accounts ?? [];
    }

    public sealed class EmergencyInput
    {
        public Guid Key { get; set; } = Guid.NewGuid();

        public string? Reason { get; set; }

        public IList<Guid> Accounts { get; set; } = [];

        public string? Confirmation { get; set; }

        public string? Password { get; set; }

        public CancelFilter CancelFilter { get; set; }
    }
}
