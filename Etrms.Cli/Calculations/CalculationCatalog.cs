using Etrms.Cli.Calculations.Correlations;
using Etrms.Cli.Calculations.Indicators;
using Etrms.Cli.Calculations.Liquidity;
using Etrms.Cli.Calculations.Portfolios;
using Etrms.Cli.Calculations.Regimes;
using Etrms.Cli.Calculations.Setups;
using Etrms.Cli.Calculations.Tails;
using Etrms.Cli.Calculations.Volatility;

namespace Etrms.Cli.Calculations;

/// <summary>A folder of calculations and of the vector files that prove them.</summary>
internal sealed record CalculationFamily(IReadOnlyList<ICalculation> Calculations, IReadOnlyList<IVectorFamily> Vectors);

/// <summary>All that can be calculated: one line per family.</summary>
internal static class CalculationCatalog
{
    private static readonly CalculationFamily[] Families =
    [
        IndicatorFamily.Create(),
        VolatilityFamily.Create(),
        TailFamily.Create(),
        CorrelationFamily.Create(),
        PortfolioFamily.Create(),
        LiquidityFamily.Create(),
        RegimeFamily.Create(),
        SetupFamily.Create(),
    ];

    public static IReadOnlyList<ICalculation> Calculations { get; } = [.. Families.SelectMany(family => family.Calculations)];

    public static IReadOnlyList<IVectorFamily> Vectors { get; } = [.. Families.SelectMany(family => family.Vectors)];

    public static ICalculation? Find(string name) =>
        Calculations.FirstOrDefault(calculation => string.Equals(calculation.Name, name, StringComparison.OrdinalIgnoreCase));
}
