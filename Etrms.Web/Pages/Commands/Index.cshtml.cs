using Etrms.Contracts;
using Etrms.Web.Api;
using Etrms.Web.Formatting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Etrms.Web.Pages.Commands;

/// <summary>Follows commands to the exchange: every order with its answer, and a second try for what failed.</summary>
public sealed class IndexModel(EtrmsApi api) : PortalPage
{
    [BindProperty(SupportsGet = true, Name = "id")]
    public IReadOnlyList<Guid> Ids { get; set; } = [];

    public IReadOnlyList<CommandProgressView> Commands { get; private set; } = [];

    public IReadOnlyDictionary<Guid, string> AccountNames { get; private set; } = new Dictionary<Guid, string>();

    /// <summary>Positions that were to be closed and still stand open.</summary>
    public IReadOnlyList<string> Failed { get; private set; } = [];

    public bool IsFinished => Commands.All(command => command.State is "met" or "failed" or "refused");

    public string RetryUrl => Address("/commands?handler=Retry", Ids);

    public string Summary
    {
        get
        {
            var done = Commands.Count(command => command.State == "met");
            return (IsFinished, done == Commands.Count) switch
            {
                (false, _) => $"Under way: {done} of {Words.Count(Commands.Count, "command")} done. This page follows by itself.",
                (true, true) => "Everything asked for is done.",
                _ => $"{done} of {Words.Count(Commands.Count, "command")} done; the others ended without their aim.",
            };
        }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        return Ids.Count == 0 || Problem?.IsNotFound == true ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostRetryAsync(Guid key, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        var again = new List<Guid>();
        foreach (var position in Failed)
        {
            var answer = await api.ClosePositionAsync(
                position, new ClosePositionRequest { Reason = "retried in the portal" }, KeyOf(key, position), cancellationToken);
            if (answer.IsOk)
            {
                again.Add(answer.Value.Id);
            }
        }

        Notice = again.Count == 0 ? "Nothing is left to retry." : $"Trying again: {Words.Count(again.Count, "position")}.";
        return Redirect(again.Count == 0 ? Address("/commands", Ids) : Address("/commands", again));
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var accounts = api.GetAccountsAsync(cancellationToken);
        var positions = api.GetPositionsAsync(cancellationToken);
        var answers = await Task.WhenAll(Ids.Distinct().Select(id => api.GetProgressAsync(id, cancellationToken)));
        Problem = answers.Select(answer => answer.Problem).FirstOrDefault(problem => problem is not null);
        Commands = [.. answers.Where(answer => answer.IsOk).Select(answer => answer.Value!)];
        AccountNames = ((await accounts).Value?.Accounts ?? []).ToDictionary(account => account.Id, account => account.Name);
        var open = ((await positions).Value?.Positions ?? []).Select(position => position.Id).ToHashSet(StringComparer.Ordinal);
        Failed = [.. Commands.Where(command => command.Command.Kind == "close").SelectMany(command => command.Results)
            .Where(result => result.Outcome == "failed")
            .Select(result => $"{result.AccountId}:{result.Symbol}:{result.PositionSide.ToString().ToLowerInvariant()}")
            .Where(open.Contains).Distinct()];
    }

    /// <summary>The form was rendered with one key; every position gets its own from it, so that sending it twice closes once.</summary>
    private static Guid KeyOf(Guid form, string position) =>
        new(System.Security.Cryptography.SHA256.HashData([.. form.ToByteArray(), .. System.Text.Encoding.UTF8.GetBytes(position)]).AsSpan(0, 16));

    private static string Address(string path, IEnumerable<Guid> ids) =>
        QueryHelpers.AddQueryString(path, ids.Select(id => KeyValuePair.Create("id", (string?)id.ToString())));
}
