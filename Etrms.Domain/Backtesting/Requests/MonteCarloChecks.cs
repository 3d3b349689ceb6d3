using Etrms.Domain.Backtesting.Strategies;

namespace Etrms.Domain.Backtesting.Requests;

/// <summary>Why a Monte Carlo run cannot be carried out.</summary>
internal static class MonteCarloChecks
{
    private const int MostPaths = 100_000;
    private const double MostCandles = 1e12;
    private const string Parent = "parameters.randomize_parameters";

    public static IEnumerable<RequestFault> Of(BacktestTerms terms, StrategyCatalog strategies)
    {
        if (terms.MonteCarlo is not { } paths)
        {
            return [new RequestFault("monte_carlo", "Is required for this type.")];
        }

        return [.. Size(terms, paths), .. Ranges(terms, paths, strategies), .. Method(paths)];
    }

    private static IEnumerable<RequestFault> Size(BacktestTerms terms, MonteCarloTerms paths)
    {
        if (paths.Paths is < 1 or > MostPaths)
        {
            yield return new RequestFault("parameters.num_simulations", $"Must lie between 1 and {MostPaths:N0}; it is {paths.Paths:N0}.");
        }

        if ((double)paths.Paths * RequestChecks.BarsOf(terms) * terms.Instruments.Length > MostCandles)
        {
            yield return new RequestFault("parameters.num_simulations", "These are more than 10^12 candle evaluations. Choose fewer simulations or a shorter range.");
        }

        if (paths.RuinAt is <= 0 or > 1)
        {
            yield return new RequestFault("monte_carlo.ruin_at", $"Must be a fraction above 0 and at most 1; it is {RequestChecks.Text(paths.RuinAt)}.");
        }

        if (paths.BlockLength is < 1)
        {
            yield return new RequestFault("monte_carlo.block_length", "Must be at least 1.");
        }
    }

    private static IEnumerable<RequestFault> Ranges(BacktestTerms terms, MonteCarloTerms paths, StrategyCatalog strategies)
    {
        foreach (var range in new[] { paths.Slippage, paths.WinRate }.OfType<RandomRange>().Concat(paths.Parameters))
        {
            var field = $"{Parent}.{range.Name}";
            if (range.Max < range.Min)
            {
                yield return new RequestFault(field, $"min is {RequestChecks.Text(range.Min)} and max {RequestChecks.Text(range.Max)}: the range is inverted. Exchange them.");
            }
            else if (range == paths.WinRate)
            {
                if (range.Min < 0 || range.Max > 1)
                {
                    yield return new RequestFault(field, "Must be fractions between 0 and 1.");
                }
            }
            else
            {
                foreach (var message in SearchChecks.Target(range.Name, range.Min, range.Max, terms, strategies))
                {
                    yield return new RequestFault(field, message);
                }
            }
        }
    }

    private static IEnumerable<RequestFault> Method(MonteCarloTerms paths)
    {
        if (paths.Method == MonteCarloMethod.ParameterNoise && paths.Parameters.IsEmpty)
        {
            yield return new RequestFault(Parent, "PARAMETER_NOISE needs at least one parameter of the strategy with min and max.");
        }

        if (paths.Method == MonteCarloMethod.Slippage && paths.Slippage is null)
        {
            yield return new RequestFault(Parent, "SLIPPAGE needs slippage with min and max.");
        }

        if (paths.WinRate is not null && paths.Method != MonteCarloMethod.TradeBootstrap)
        {
            yield return new RequestFault($"{Parent}.win_rate", "Only drawn trades can be made to win at a wanted rate: use TRADE_BOOTSTRAP, or leave it out.");
        }

        if (paths is { WinRate: not null, BlockLength: > 1 })
        {
            yield return new RequestFault("monte_carlo.block_length", "With win_rate every trade is drawn by itself; leave one of the two out.");
        }

        if (!paths.Parameters.IsEmpty && paths.Method != MonteCarloMethod.ParameterNoise)
        {
            yield return new RequestFault(Parent, "Parameters of the strategy are drawn by PARAMETER_NOISE alone; leave them out or choose that method.");
        }

        if (paths.Slippage is not null && paths.Method == MonteCarloMethod.BlockBootstrap)
        {
            yield return new RequestFault($"{Parent}.slippage", "Returns from candle to candle do not tell what was traded: use TRADE_BOOTSTRAP, SLIPPAGE or PARAMETER_NOISE, or leave it out.");
        }
    }
}
