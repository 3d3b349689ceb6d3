using System.Globalization;
using Etrms.Contracts;
using Etrms.Domain.Trading;
using Etrms.Web.Api;
using Etrms.Web.Formatting;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Positions;

public sealed class ProtectModel(EtrmsApi api, TimeProvider clock) : PositionDialog(api, clock)
{
    [BindProperty]
    public string? StopLoss { get; set; }

    [BindProperty]
    public string? TakeProfit { get; set; }

    /// <summary>True when both levels shall go.</summary>
    [BindProperty]
    public bool Remove { get; set; }

    /// <summary>The stops and targets that rest for this position now.</summary>
    public IReadOnlyList<OpenOrderView> Protective => [.. Orders.Where(order =>
        (order.ReduceOnly || order.ClosePosition) && order.Type is not (OrderType.Limit or OrderType.Market))];

    /// <summary>Base units that no stop covers; null when a stop closes whatever is there.</summary>
    public decimal Uncovered
    {
        get
        {
            var stops = Protective.Where(order => order.Type is OrderType.Stop or OrderType.StopMarket or OrderType.TrailingStopMarket).ToList();
            var held = Math.Abs(Position?.Quantity ?? 0);
            return stops.Exists(order => order.ClosePosition) ? 0 : Math.Max(0, held - stops.Sum(order => order.Quantity - order.FilledQuantity));
        }
    }

    /// <summary>Profit or loss if the position closed at a level; null without a level.</summary>
    public decimal? ResultAt(decimal? level) => (level - Position?.EntryPrice) * Position?.Quantity;

    /// <summary>Reward over risk of the present levels; null unless the stop loses and the target wins.</summary>
    public decimal? RewardToRisk => (ResultAt(Position?.StopLoss), ResultAt(Position?.TakeProfit)) is ({ } loss, { } gain) && loss < 0 && gain > 0
        ? gain / -loss
        : null;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (!IsLoaded)
        {
            return Again();
        }

        var stop = Remove ? null : Read(StopLoss, nameof(StopLoss), isStop: true);
        var target = Remove ? null : Read(TakeProfit, nameof(TakeProfit), isStop: false);
        if (!ModelState.IsValid)
        {
            return Again();
        }

        var answer = await Api.ProtectPositionAsync(Id, new ProtectPositionRequest(stop, target), Key, cancellationToken);
        var done = (stop, target) switch
        {
            (null, null) => $"{Position.Symbol} has no stop-loss and no take-profit any more.",
            (null, _) => $"The take-profit of {Position.Symbol} is set; it has no stop-loss.",
            (_, null) => $"The stop-loss of {Position.Symbol} is set.",
            _ => $"Stop-loss and take-profit of {Position.Symbol} are set.",
        };
        return await FinishAsync(answer, done, stop is null ? nameof(TakeProfit) : nameof(StopLoss), cancellationToken);
    }

    protected override void Prefill(PositionView position)
    {
        StopLoss = Numbers.Raw(position.StopLoss);
        TakeProfit = Numbers.Raw(position.TakeProfit);
    }

    /// <summary>An empty field removes the level; a level on the wrong side of the mark would fill at once.</summary>
    private decimal? Read(string? text, string field, bool isStop)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (!decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var level) || level <= 0)
        {
            ModelState.AddModelError(field, "Give a price, such as 103850.5, or leave it empty.");
            return null;
        }

        var mustBeBelow = (Position!.Quantity > 0) == isStop;
        if (Position.MarkPrice is { } mark && mustBeBelow == (level >= mark))
        {
            ModelState.AddModelError(field, $"Must be {(mustBeBelow ? "below" : "above")} the mark price {Numbers.Stepped(mark, Position.TickSize)}: it would fill at once.");
        }

        return level;
    }
}
