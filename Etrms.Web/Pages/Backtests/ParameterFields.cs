using System.Globalization;
using Etrms.Contracts;
using Etrms.Web.Formatting;

namespace Etrms.Web.Pages.Backtests;

/// <summary>The fields of a strategy's parameters, and what can be searched or shaken of them.</summary>
internal static class ParameterFields
{
    /// <summary>What every strategy has beside its own parameters.</summary>
    private static readonly (string Name, string Label)[] Common =
    [
        ("stop_loss_percent", "Stop-loss, percent"), ("take_profit_percent", "Take-profit, percent"), ("risk_per_trade", "Risk per trade, percent"), ("leverage", "Leverage"),
        ("slippage", "Slippage, percent"),
    ];

    private static readonly (string Name, string Label)[] OnlyShaken = [("win_rate", "Win rate, percent (conditional)")];

    public static FormField Of(StrategyParameterView parameter, IDictionary<string, string?> typed) =>
        new($"strategy.parameters.{parameter.Name}", $"Input.Strategy.Parameters[{parameter.Name}]", Words.Sentence(parameter.Title), typed.TryGetValue(parameter.Name, out var value) ? value : parameter.Default)
        {
            Help = $"{parameter.Help}{Bounds(parameter)}".Trim(),
            Keys = parameter.Kind switch { "integer" => "numeric", "decimal" => "decimal", _ => null },
            Placeholder = parameter.Default.Length == 0 ? "off" : null,
            Choices = parameter.Kind switch
            {
                "choice" => [.. parameter.Choices.Select(choice => (choice, Words.Choice(choice)))],
                "switch" => [("true", "Yes"), ("false", "No")],
                _ => [],
            },
        };

    /// <summary>Parameters with a number, by name, with what they are called.</summary>
    public static IEnumerable<(string Name, string Label)> Searchable(StrategyView? strategy) =>
        (strategy?.Parameters.Where(parameter => parameter.Kind is "integer" or "decimal").Select(parameter => (parameter.Name, Words.Sentence(parameter.Title))) ?? []).Concat(Common);

    public static IEnumerable<(string Name, string Label)> Shakeable(StrategyView? strategy) => Searchable(strategy).Concat(OnlyShaken);

    private static string Bounds(StrategyParameterView parameter) => (parameter.Min, parameter.Max) switch
    {
        ({ } min, { } max) => string.Create(CultureInfo.InvariantCulture, $" From {Numbers.Raw(min)} to {Numbers.Raw(max)}."),
        ({ } min, null) => $" At least {Numbers.Raw(min)}.",
        (null, { } max) => $" At most {Numbers.Raw(max)}.",
        _ => "",
    };
}
