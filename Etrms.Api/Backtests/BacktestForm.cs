using Etrms.Contracts;
using Etrms.Contracts.Mapping;
using Etrms.Domain.Backtesting.Requests;
using Etrms.Domain.Backtesting.Strategies;

namespace Etrms.Api.Backtests;

/// <summary>What a body means, and which strategies it can name.</summary>
internal sealed class BacktestForm(StrategyCatalog strategies)
{
    public StrategiesView Strategies { get; } = new([.. strategies.All.Select(ToView)]);

    /// <summary>Reasons by JSON field; empty when it can be carried out on complete data.</summary>
    public IReadOnlyDictionary<string, string[]> ErrorsOf(BacktestBody body) => BacktestReading.Of(body, strategies).Errors;

    /// <summary>Null while there are errors.</summary>
    public BacktestRequest? RequestOf(BacktestBody body) => BacktestReading.Of(body, strategies).Request;

    private static StrategyView ToView(StrategyDefinition definition) => new(
        definition.Name, definition.Title, definition.Meaning, SourceOf(definition), [.. definition.Parameters.Select(ToView)]);

    private static string SourceOf(StrategyDefinition definition) =>
        definition.GetType().Assembly == typeof(StrategyDefinition).Assembly ? "built-in" : $"{definition.GetType().Assembly.GetName().Name}.dll";

    private static StrategyParameterView ToView(StrategyParameter parameter) => new(
        parameter.Name, parameter.Name.Replace('_', ' '), KindOf(parameter.Kind), parameter.Default?.ToString() ?? "", parameter.Choices, parameter.Min,
        parameter.Max, parameter.Meaning);

    private static string KindOf(ParameterKind kind) => kind switch
    {
        ParameterKind.Integer => "integer",
        ParameterKind.Number => "decimal",
        ParameterKind.Choice => "choice",
    };
}
