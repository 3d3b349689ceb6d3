using System.Globalization;
using Etrms.Domain.Backtesting.Strategies;
using Etrms.Domain.Backtesting.Strategies.Sets;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Backtesting.Requests;

/// <summary>Why terms cannot be a request: each reason names its field and says what to do.</summary>
internal static class RequestChecks
{
    private const int MostInstruments = 40;
    private const decimal MostCapital = 1_000_000_000_000m;
    private const long FewestBars = 2;
    private const int FirstYear = 2009;
    private const int LastYear = 2100;

    /// <summary>Candles of the range if none is missing, of one contract.</summary>
    public static long BarsOf(BacktestTerms terms)
    {
        if (!IsOfOurTime(terms))
        {
            return 0;
        }

        var aligned = terms.Range.AlignedTo(terms.Timeframe);
        return aligned.IsEmpty ? 0 : aligned.Length.Ticks / terms.Timeframe.Length.Ticks;
    }

    public static IEnumerable<RequestFault> Of(BacktestTerms terms, StrategyCatalog strategies) =>
    [
        .. Range(terms),
        .. Instruments(terms),
        .. Money(terms),
        .. Breakers(terms),
        .. Strategy(terms, strategies),
        .. terms.Type switch
        {
            BacktestType.Standard => [],
            BacktestType.Optimization => SearchChecks.Of(terms, strategies, 1),
            BacktestType.WalkForward => WalkForwardChecks.Of(terms, strategies),
            BacktestType.MonteCarlo => MonteCarloChecks.Of(terms, strategies),
        },
    ];

    public static string Text(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    private static IEnumerable<RequestFault> Range(BacktestTerms terms)
    {
        if (terms.Range.IsEmpty)
        {
            yield return new RequestFault("end_date", $"Must be after start_date, which is {terms.Range.Start:yyyy-MM-dd HH:mm}; it is {terms.Range.End:yyyy-MM-dd HH:mm}.");
        }
        else if (!IsOfOurTime(terms))
        {
            yield return new RequestFault("start_date", $"Coins are traded since {FirstYear}: choose dates from then to {LastYear}.");
        }
        else if (BarsOf(terms) < FewestBars)
        {
            yield return new RequestFault("end_date", $"The range holds {BarsOf(terms)} candles of {terms.Timeframe}; a run needs at least {FewestBars}. Choose a longer range or a shorter timeframe.");
        }

        if (terms.WarmUpBars < 0)
        {
            yield return new RequestFault("warm_up_bars", "Must not be negative.");
        }
    }

    private static bool IsOfOurTime(BacktestTerms terms) => terms.Range.Start.Year >= FirstYear && terms.Range.End.Year <= LastYear;

    private static IEnumerable<RequestFault> Instruments(BacktestTerms terms)
    {
        if (terms.Instruments.IsEmpty || terms.Instruments.Length > MostInstruments)
        {
            yield return new RequestFault("symbols", $"Give 1 to {MostInstruments} contracts; there are {terms.Instruments.Length}.");
        }

        foreach (var doubled in terms.Instruments.GroupBy(instrument => instrument).Where(group => group.Count() > 1))
        {
            yield return new RequestFault("symbols", $"{doubled.Key} is named more than once.");
        }
    }

    private static IEnumerable<RequestFault> Money(BacktestTerms terms)
    {
        if (terms.InitialCapital is <= 0 or > MostCapital)
        {
            yield return new RequestFault("initial_capital", $"Must be more than 0 and at most {MostCapital:N0}; it is {Text(terms.InitialCapital)}.");
        }

        if (terms.Leverage is < 1 or > 125)
        {
            yield return new RequestFault("parameters.leverage", $"Must lie between 1 and 125; it is {terms.Leverage}.");
        }

        if (terms.RiskPerTrade is <= 0 or > 1)
        {
            yield return new RequestFault("parameters.risk_per_trade", $"Must be a fraction above 0 and at most 1 (write 2 % as 0.02); it is {Text(terms.RiskPerTrade.Value)}.");
        }

        if (terms.Costs.TakerFee is < 0 or > 0.05m || terms.Costs.MakerFee is < -0.01m or > 0.05m)
        {
            yield return new RequestFault("costs.taker_fee", "Fees are fractions of the notional (write 0.04 % as 0.0004): taker_fee from 0 to 0.05, maker_fee from -0.01 to 0.05.");
        }

        if (terms.Costs.Slippage is < 0 or > 0.1m)
        {
            yield return new RequestFault("costs.slippage", $"Must be a fraction between 0 and 0.1 (write 0.05 % as 0.0005); it is {Text(terms.Costs.Slippage)}.");
        }
    }

    private static IEnumerable<RequestFault> Breakers(BacktestTerms terms) => terms.Breakers.SelectMany((breaker, index) =>
        BreakerValidation.Validate(breaker).Select(fault => new RequestFault($"circuit_breakers[{index}].{fault.Field}", fault.Message)));

    private static IEnumerable<RequestFault> Strategy(BacktestTerms terms, StrategyCatalog strategies)
    {
        var faults = strategies.Validate(terms.Strategy, terms.StrategyParameters);
        foreach (var fault in faults)
        {
            yield return new RequestFault(fault.Field == "strategy" ? "strategy.name" : $"strategy.{fault.Field}", fault.Message);
        }

        // Sets take the rest of their parameters from the base, whose faults would be told again for each.
        foreach (var fault in faults.IsEmpty ? SetChecks.Of(terms.Sets, strategies, terms.Strategy, terms.StrategyParameters) : [])
        {
            yield return new RequestFault($"strategy.{fault.Field}", fault.Message);
        }

        if (faults.IsEmpty && terms.Type == BacktestType.Standard && !terms.Range.IsEmpty
            && strategies.WarmUpBars(terms.Strategy, terms.StrategyParameters) is var needed && BarsOf(terms) + terms.WarmUpBars <= needed)
        {
            yield return new RequestFault("start_date", $"There would be no trade: the strategy needs {needed:N0} candles before its first decision and the range holds {BarsOf(terms):N0}. Choose a longer range, a shorter timeframe or warm_up_bars.");
        }
    }
}
