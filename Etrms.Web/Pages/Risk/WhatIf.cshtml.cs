using System.ComponentModel.DataAnnotations;
using Etrms.Contracts;
using Etrms.Domain.Trading;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Risk;

/// <summary>Asks the gate about an order that nobody sends. The order stands in the address, so that the question can be asked again.</summary>
public sealed class WhatIfModel(EtrmsApi api) : QuestionPage(Fields)
{
    private const decimal Percent = 100m;

    private static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal)
    {
        ["Order.Account"] = "account_id",
        ["Order.Symbol"] = "symbol",
        ["Order.Type"] = "type",
        ["Order.Quantity"] = "quantity",
        ["Order.Price"] = "price",
        ["Order.Trigger"] = "trigger_price",
        ["Order.Callback"] = "callback_rate",
        ["Order.Stop"] = "stop_loss",
        ["Order.Move"] = "price_move",
    };

    [BindProperty(SupportsGet = true)]
    public WhatIfInput Order { get; set; } = new();

    public IReadOnlyList<AccountView> Accounts { get; private set; } = [];

    /// <summary>Contracts that are held or ordered now, to choose from.</summary>
    public IReadOnlyList<string> Symbols { get; private set; } = [];

    public RiskPreviewView? Answer { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var accounts = api.GetAccountsAsync(cancellationToken);
        var positions = (await api.GetPositionsAsync(cancellationToken)).Value;
        var answer = await accounts;
        (Accounts, Problem) = (answer.Value?.Accounts ?? [], answer.Problem);
        Symbols = [.. (positions?.Positions ?? []).Select(position => position.Symbol).Distinct().Order(StringComparer.Ordinal)];
        if (Order.Account is null)
        {
            // Opened, not asked yet: nothing is missing so far.
            ModelState.Clear();
            Order = new WhatIfInput { Account = Accounts.Count > 0 ? Accounts[0].Id : null, Symbol = Symbols.Count > 0 ? Symbols[0] : "" };
            return Page();
        }

        if (ModelState.IsValid)
        {
            return await AskAsync(cancellationToken);
        }

        SpeakOfFields();
        return Again();
    }

    private async Task<IActionResult> AskAsync(CancellationToken cancellationToken)
    {
        var answer = await api.PreviewOrderAsync(Order.ToRequest(Percent), cancellationToken);
        Answer = answer.Value;
        return answer.IsOk ? Page() : Refused(answer.Problem);
    }
}

/// <summary>The order as it is typed: shares as percent.</summary>
public sealed class WhatIfInput
{
    [Required(ErrorMessage = "Choose an account.")]
    public Guid? Account { get; set; }

    [Required(ErrorMessage = "Name the contract."), StringLength(40, ErrorMessage = "The name may have at most 40 characters.")]
    public string Symbol { get; set; } = "";

    public OrderSide Side { get; set; }

    public PositionSide Leg { get; set; }

    public OrderType Type { get; set; } = OrderType.Market;

    [Required(ErrorMessage = "Give a quantity.")]
    public decimal? Quantity { get; set; }

    public decimal? Price { get; set; }

    public decimal? Trigger { get; set; }

    /// <summary>Percent.</summary>
    public decimal? Callback { get; set; }

    public bool ReduceOnly { get; set; }

    /// <summary>Where the stop of what it opens is to stand.</summary>
    public decimal? Stop { get; set; }

    /// <summary>Percent by which the price then moves.</summary>
    public decimal? Move { get; set; } = -3;

    public RiskPreviewRequest ToRequest(decimal percent) => new()
    {
        AccountId = Account,
        Symbol = Symbol,
        Side = Side,
        PositionSide = Leg,
        Type = Type,
        Quantity = Quantity,
        Price = Type is OrderType.Limit or OrderType.Stop or OrderType.TakeProfit ? Price : null,
        TriggerPrice = Type is OrderType.Limit or OrderType.Market or OrderType.TrailingStopMarket ? null : Trigger,
        CallbackRate = Type == OrderType.TrailingStopMarket ? Callback / percent : null,
        ReduceOnly = ReduceOnly,
        StopLoss = Stop,
        PriceMove = Move / percent,
    };
}
