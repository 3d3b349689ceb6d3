using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>What a day of the present funding rates costs, over equity.</summary>
internal sealed class FundingCost : ICondition
{
    public ConditionDescription Description { get; } = new()
    {
        Key = "FUNDING_COST",
        Title = "Funding cost",
        Unit = ConditionUnit.Fraction,
        Formula = "sum of signed notional x funding rate x (24 h / interval) / equity; earned funding counts against it",
        DefaultThreshold = 0.005m,
        DefaultClearAt = 0.8m,
    };

    ConditionMeter ICondition.CreateMeter(MeterContext context) => new Meter(context);

    private sealed class Meter(MeterContext context) : ConditionMeter(context)
    {
        public override bool IsPaced => true;

        public override string? UnknownReason => Scope.Reason ?? ForecastReason();

        public override bool Reaches(PositionBook? position, decimal level) => Cost() is > 0 and var cost && cost >= level * Scope.Equity;

        public override decimal Measure(PositionBook? position) => Ratio.ToEquity(Math.Max(Cost(), 0), Scope.Equity);

        public override string Explain(PositionBook? position)
        {
            var cost = Cost();
            return cost > 0
                ? $"{Words.Money(cost)} of funding a day / {Words.Money(Scope.Equity)} equity = {Words.Percent(decimal.Round(Measure(position), 6))}"
                : $"the funding of the next day earns {Words.Money(-cost)}";
        }

        private string? ForecastReason()
        {
            for (var i = 0; i < Scope.Positions.Count; i++)
            {
                var contract = Scope.Positions[i].Contract;
                if (contract.Funding is null || Books.Clock.Now - contract.FundingAt > Books.Settings.FundingStaleAfter.Ticks)
                {
                    return contract.Funding is null ? "a funding rate has not been told yet" : "a funding rate is stale";
                }
            }

            return null;
        }

        private decimal Cost()
        {
            var cost = 0m;
            for (var i = 0; i < Scope.Positions.Count; i++)
            {
                cost += Scope.Positions[i].Contract.Funding?.CostPerDay(Scope.Positions[i].Value) ?? 0;
            }

            return cost;
        }
    }
}
