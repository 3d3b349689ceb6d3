using Etrms.Contracts;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Etrms.Web.Pages.Backtests;

/// <summary>Every backtest that is stored, those under way among them.</summary>
public sealed class IndexModel(EtrmsApi api) : PortalPage
{
    private const string NewestFirst = "-created";

    /// <summary>Columns that can be sorted, with how each begins: numbers largest first.</summary>
    public static readonly IReadOnlyList<(string Key, string Label, string First)> Columns =
    [
        ("name", "Name", "name"), ("total_return", "Return", "-total_return"), ("max_drawdown", "Drawdown", "max_drawdown"),
        ("sharpe_ratio", "Sharpe", "-sharpe_ratio"), ("created", "Created", NewestFirst),
    ];

    [BindProperty(SupportsGet = true)]
    public string? Search { get; set; }

    [BindProperty(SupportsGet = true)]
    public BacktestType? Type { get; set; }

    [BindProperty(SupportsGet = true)]
    public BacktestState? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [BindProperty(SupportsGet = true)]
    public int Offset { get; set; }

    public BacktestListView List { get; private set; } = new([], 0, 0, null);

    public bool IsFiltered => Query.IsFiltered;

    private string Order => Columns.Any(column => column.Key == Sort?.TrimStart('-')) ? Sort! : NewestFirst;

    private BacktestQuery Query => new() { Search = Search, Type = Type, State = State, Sort = Order, Offset = Math.Max(0, Offset) };

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetBacktestsAsync(Query, cancellationToken);
        Problem = answer.Problem;
        List = answer.Value ?? List;
    }

    /// <summary>This list from another place on.</summary>
    public string PageUrl(int offset) => Address(Sort, offset);

    /// <summary>This list in the order of a column; the column it is in already turns round.</summary>
    public string SortUrl(string key, string first)
    {
        var turned = Order.StartsWith('-') ? key : $"-{key}";
        return Address(Order.TrimStart('-') == key ? turned : first, 0);
    }

    /// <summary>"ascending", "descending" or null, as aria-sort says it.</summary>
    public string? Sorted(string key) => Order == key ? "ascending" : Order == $"-{key}" ? "descending" : null;

    private string Address(string? sort, int offset) => QueryHelpers.AddQueryString("/backtests", new Dictionary<string, string?>
    {
        ["search"] = Search,
        ["type"] = Type?.ToString(),
        ["state"] = State?.ToString(),
        ["sort"] = sort,
        ["offset"] = offset > 0 ? $"{offset}" : null,
    }.Where(pair => !string.IsNullOrEmpty(pair.Value)));
}
