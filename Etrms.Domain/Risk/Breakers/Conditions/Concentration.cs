using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>How much of the gross notional lies in few coins. With fewer than two positions there is nothing to spread.</summary>
internal sealed class Concentration : ICondition
{
    public ConditionDescription Description { get; } = new()
    {
        Key = "CONCENTRATION",
        Title = "Concentration",
        Unit = ConditionUnit.Fraction,
        Formula = "sum of squared shares of gross notional by coin (HHI), or the largest share; 0 with fewer than two positions",
        DefaultThreshold = 0.6m,
        DefaultClearAt = 0.95m,
        Settings =
        [
            new("measure", "Measured as", SettingKind.Choice, "HHI", ["HHI", "LARGEST"],
                "The sum of squared shares, 1 over the number of equal coins, or the share of the largest coin."),
        ],
    };

    ConditionMeter ICondition.CreateMeter(MeterContext context) =>
        new Meter(context, new SettingValues(context.Breaker, Description).Choice("measure") == "HHI");

    private sealed class Meter(MeterContext context, bool isHhi) : ConditionMeter(context)
    {
        public override bool IsPaced => true;

        private bool IsApplicable => Scope.Positions.Count >= 2 && Scope.Gross > 0;

        public override bool Reaches(PositionBook? position, decimal level) => Measure(position) >= level;

        public override decimal Measure(PositionBook? position) => !IsApplicable ? 0
            : isHhi ? SumOfSquares() / (Scope.Gross * Scope.Gross) : Largest(out _) / Scope.Gross;

        public override string Explain(PositionBook? position)
        {
            if (!IsApplicable)
            {
                return "fewer than two open positions, so there is nothing to spread";
            }

            var share = Largest(out var coin) / Scope.Gross;
            return isHhi
                ? $"squared shares by coin add up to {Words.Percent(decimal.Round(Measure(position), 6))}; the largest is {coin} with {Words.Percent(decimal.Round(share, 6))}"
                : $"{coin} has {Words.Percent(decimal.Round(share, 6))} of the gross notional";
        }

        private decimal SumOfSquares()
        {
            var sum = 0m;
            for (var i = 0; i < Scope.Positions.Count; i++)
            {
                // Each position's share times its coin's, which adds up to the square of the coin's.
                sum += Scope.Positions[i].Notional * OfCoin(Scope.Positions[i].Contract.Underlying);
            }

            return sum;
        }

        private decimal Largest(out string coin)
        {
            var largest = 0m;
            coin = "";
            for (var i = 0; i < Scope.Positions.Count; i++)
            {
                var amount = OfCoin(Scope.Positions[i].Contract.Underlying);
                if (amount > largest)
                {
                    (largest, coin) = (amount, Scope.Positions[i].Contract.Underlying);
                }
            }

            return largest;
        }

        private decimal OfCoin(string underlying)
        {
            var sum = 0m;
            for (var i = 0; i < Scope.Positions.Count; i++)
            {
                sum += Scope.Positions[i].Contract.Underlying == underlying ? Scope.Positions[i].Notional : 0;
            }

            return sum;
        }
    }
}
