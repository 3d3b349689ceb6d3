using System.Globalization;
using Etrms.Contracts;
using Etrms.Web.Api;
using Etrms.Web.Formatting;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Positions;

public sealed class ProtectModel(EtrmsApi api) : PositionDialog(api)
{
    [BindProperty]
    public string? StopLoss { get; set; }

    [BindProperty]
    public string? TakeProfit { get; set; }

    /// <summary>Profit or loss if the position closed at a level; null without a level.</summary>
    public decimal? ResultAt(decimal? level) => (level - Position?.EntryPrice) * Position?.Quantity;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (!IsLoaded)
        {
            return Again();
        }

        var stop = Read(StopLoss, nameof(StopLoss), isStop: true);
        var target = Read(TakeProfit, nameof(TakeProfit), isStop: false);
        if (!ModelState.IsValid)
        {
            return Again();
        }

        var answer = await Api.ProtectPositionAsync(Id, new ProtectPositionRequest(stop, target), Key, cancellationToken);
        return Finish(answer, $"Stop-loss and take-profit of {Position.Symbol} are set.", $"The new levels of {Position.Symbol} are queued.");
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
