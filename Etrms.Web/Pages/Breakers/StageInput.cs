using Etrms.Contracts;

namespace Etrms.Web.Pages.Breakers;

/// <summary>One stage of the editor: how far along the limit, and what to do then.</summary>
public sealed class StageInput
{
    private const decimal Percent = 100m;

    /// <summary>Percent of the threshold.</summary>
    public decimal? At { get; set; }

    public IList<ActionInput> Actions { get; set; } = [];

    /// <summary>Actions for which nothing was chosen are left out.</summary>
    public StageBody ToBody() => new() { At = At / Percent, Actions = [.. Actions.Where(action => action.Kind is not null).Select(action => action.ToBody())] };

    public static StageInput From(StageBody stage) => new() { At = stage.At * Percent, Actions = [.. stage.Actions.Select(ActionInput.From)] };
}
