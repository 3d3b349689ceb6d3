using Etrms.Contracts;

namespace Etrms.Web.Pages.Backtests;

/// <summary>The chosen strategy with what was typed for each of its parameters.</summary>
public sealed class StrategyInput
{
    public string Name { get; set; } = "";

    public IDictionary<string, string?> Parameters { get; set; } = new Dictionary<string, string?>();

    /// <summary>By regime.</summary>
    public IDictionary<string, SetInput> Regimes { get; set; } = new Dictionary<string, SetInput>();

    public SetSizeInput Size { get; set; } = new();

    /// <summary>True when something else than the base trades somewhere.</summary>
    public bool HasSets => Regimes.Values.Any(set => set.IsGiven) || Size.ToBody() is not null;

    public BacktestStrategyBody ToBody() => new()
    {
        Name = Name,
        Parameters = Parameters.Where(pair => !string.IsNullOrWhiteSpace(pair.Value)).ToDictionary(pair => pair.Key, pair => pair.Value!.Trim(), StringComparer.Ordinal),
        Regimes = Regimes.Values.Any(set => set.IsGiven)
            ? Regimes.Where(pair => pair.Value.IsGiven).ToDictionary(pair => pair.Key, pair => pair.Value.ToBody(), StringComparer.Ordinal) : null,
        Size = Size.ToBody(),
    };

    public static StrategyInput From(BacktestStrategyBody? body) => body is null ? new StrategyInput() : new StrategyInput
    {
        Name = body.Name,
        Parameters = body.Parameters.ToDictionary(pair => pair.Key, string? (pair) => pair.Value, StringComparer.Ordinal),
        Regimes = (body.Regimes ?? new Dictionary<string, StrategySetBody>()).ToDictionary(pair => pair.Key, pair => SetInput.From(pair.Value), StringComparer.Ordinal),
        Size = SetSizeInput.From(body.Size),
    };

    /// <summary>Keeps what this strategy knows, and fills in its defaults; a parameter that was emptied on purpose stays empty.</summary>
    public void Fit(StrategyView strategy)
    {
        Name = strategy.Name;
        Parameters = strategy.Parameters.ToDictionary(
            parameter => parameter.Name, parameter => Parameters.TryGetValue(parameter.Name, out var typed) ? typed : parameter.Default, StringComparer.Ordinal);
    }
}
