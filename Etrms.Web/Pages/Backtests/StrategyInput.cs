using Etrms.Contracts;

namespace Etrms.Web.Pages.Backtests;

/// <summary>The chosen strategy with what was typed for each of its parameters.</summary>
public sealed class StrategyInput
{
    public string Name { get; set; } = "";

    public IDictionary<string, string?> Parameters { get; set; } = new Dictionary<string, string?>();

    public BacktestStrategyBody ToBody() => new()
    {
        Name = Name,
        Parameters = Parameters.Where(pair => !string.IsNullOrWhiteSpace(pair.Value)).ToDictionary(pair => pair.Key, pair => pair.Value!.Trim(), StringComparer.Ordinal),
    };

    public static StrategyInput From(BacktestStrategyBody? body) => body is null ? new StrategyInput() : new StrategyInput
    {
        Name = body.Name,
        Parameters = body.Parameters.ToDictionary(pair => pair.Key, string? (pair) => pair.Value, StringComparer.Ordinal),
    };

    /// <summary>Keeps what this strategy knows, and fills in its defaults; a parameter that was emptied on purpose stays empty.</summary>
    public void Fit(StrategyView strategy)
    {
        Name = strategy.Name;
        Parameters = strategy.Parameters.ToDictionary(
            parameter => parameter.Name, parameter => Parameters.TryGetValue(parameter.Name, out var typed) ? typed : parameter.Default, StringComparer.Ordinal);
    }
}
