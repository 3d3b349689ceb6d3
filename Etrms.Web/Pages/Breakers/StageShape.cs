using System.Globalization;

namespace Etrms.Web.Pages.Breakers;

/// <summary>Adds and removes stages and actions while a breaker is written; each is a button of the form.</summary>
internal static class StageShape
{
    private const int MostStages = 10;
    private const int MostActions = 10;
    private const decimal WholeLimit = 100m;

    public static string AddStage => "add-stage";

    public static string RemoveStage(int stage) => string.Create(CultureInfo.InvariantCulture, $"remove-stage:{stage}");

    public static string AddAction(int stage) => string.Create(CultureInfo.InvariantCulture, $"add-action:{stage}");

    public static string RemoveAction(int stage, int action) => string.Create(CultureInfo.InvariantCulture, $"remove-action:{stage}:{action}");

    /// <summary>True when rows moved, so that what was typed into one no longer stands at its number.</summary>
    public static bool Apply(IList<StageInput> stages, string? change)
    {
        var parts = (change ?? "").Split(':');
        var numbers = parts.Skip(1).Select(text => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : -1).ToList();
        var stage = numbers.Count > 0 && numbers[0] >= 0 && numbers[0] < stages.Count ? stages[numbers[0]] : null;
        switch (parts[0])
        {
            case "add-stage" when stages.Count < MostStages:
                stages.Add(new StageInput { At = stages.Count == 0 ? WholeLimit : null, Actions = [new ActionInput()] });
                return false;
            case "add-action" when stage is { Actions.Count: < MostActions }:
                stage.Actions.Add(new ActionInput());
                return false;
            case "remove-stage" when stage is not null:
                stages.Remove(stage);
                return true;
            case "remove-action" when stage is not null && numbers.Count > 1 && numbers[1] >= 0 && numbers[1] < stage.Actions.Count:
                stage.Actions.RemoveAt(numbers[1]);
                return true;
            default:
                return false;
        }
    }
}
