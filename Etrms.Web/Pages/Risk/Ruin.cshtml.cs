using System.Globalization;
using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Risk;

/// <summary>How likely a share of the money is lost within the next trades. The question stands in the address, so that it can be asked again.</summary>
public sealed class RuinModel(EtrmsApi api) : QuestionPage(Fields)
{
    private const int Listed = 100;

    private static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal)
    {
        ["Question.Backtest"] = "backtest_id",
        ["Question.Account"] = "account_id",
        ["Question.Risk"] = "risk_per_trade",
        ["Question.Trades"] = "trades",
        ["Question.Block"] = "block_length",
        ["Question.Multiples"] = "multiples",
    };

    [BindProperty(SupportsGet = true)]
    public RuinInput Question { get; set; } = new();

    /// <summary>Finished ones, newest first.</summary>
    public IReadOnlyList<BacktestRowView> Backtests { get; private set; } = [];

    public IReadOnlyList<AccountView> Accounts { get; private set; } = [];

    public RuinView? Answer { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var accounts = api.GetAccountsAsync(cancellationToken);
        var backtests = await api.GetBacktestsAsync(new BacktestQuery { Limit = Listed }, cancellationToken);
        Backtests = [.. (backtests.Value?.Backtests ?? []).Where(row => row.Trades > 0)];
        Accounts = (await accounts).Value?.Accounts ?? [];
        Problem = backtests.Problem ?? (await accounts).Problem;
        SpeakOfFields();
        if (!Question.TryReadMultiples(out var multiples))
        {
            ModelState.AddModelError("multiples", "Give numbers such as 1.5 -1 0.3, separated by blanks or line ends.");
        }

        if (!ModelState.IsValid || Problem is not null)
        {
            return Problem is null ? Again() : Page();
        }

        var answer = await api.AskRuinAsync(Question.ToRequest(multiples), cancellationToken);
        Answer = answer.Value;
        return answer.IsOk ? Page() : Refused(answer.Problem);
    }
}

/// <summary>The question as it is typed: shares as percent.</summary>
public sealed class RuinInput
{
    private const decimal Percent = 100m;

    public Guid? Backtest { get; set; }

    /// <summary>Whose own trades; empty takes those of all accounts.</summary>
    public Guid? Account { get; set; }

    /// <summary>Percent of equity; empty takes what the trades themselves risked.</summary>
    public decimal? Risk { get; set; }

    public int Trades { get; set; } = 100;

    public int? Block { get; set; }

    /// <summary>Results in R, separated by blanks or line ends.</summary>
    public string? Multiples { get; set; }

    public bool TryReadMultiples(out IReadOnlyList<decimal> multiples)
    {
        var parts = (Multiples ?? "").Split([' ', '\n', '\r', '\t', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var numbers = parts.Select(part => decimal.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : (decimal?)null).ToList();
        multiples = [.. numbers.OfType<decimal>()];
        return multiples.Count == parts.Length;
    }

    public RuinRequest ToRequest(IReadOnlyList<decimal> multiples) => new()
    {
        BacktestId = Backtest,
        AccountId = Account,
        Multiples = multiples,
        RiskPerTrade = Risk / Percent,
        Trades = Trades,
        BlockLength = Block,
    };
}
