using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>Notional over equity: gross, net, long or short, of the scope or of its largest coin.</summary>
internal sealed class Exposure : ICondition
{
    public ConditionDescription Description { get; } = new()
    {
        Key = "EXPOSURE",
        Title = "Exposure",
        Unit = ConditionUnit.Multiple,
        Formula = "gross, net, long or short notional / equity; by coin: of the coin where it is largest, over all venues",
        DefaultThreshold = 3m,
        DefaultClearAt = 0.98m,
        Settings =
        [
            new("side", "Side", SettingKind.Choice, "GROSS", ["GROSS", "NET", "LONG", "SHORT"],
                "Everything, the difference of longs and shorts, or one side alone."),
            new("by", "Added up", SettingKind.Choice, "BOOK", ["BOOK", "UNDERLYING"],
                "Over the whole scope, or for each coin by itself."),
        ],
    };

    ConditionMeter ICondition.CreateMeter(MeterContext context) => new Meter(context, new SettingValues(context.Breaker, Description));

    private sealed class Meter(MeterContext context, SettingValues settings) : ConditionMeter(context)
    {
        private readonly string _side = settings.Choice("side");
        private readonly bool _isGross = settings.Choice("side") == "GROSS";
        private readonly bool _isByCoin = settings.Choice("by") == "UNDERLYING";

        public override bool IsSteady => true;

        public override bool HangsOnDay => false;

        /// <summary>No side and no coin has more than everything together.</summary>
        public override bool MayReachAny(decimal level) => Scope.Gross != 0 && Scope.Gross >= level * Scope.Equity;

        public override bool Reaches(PositionBook? position, decimal level) =>
            Amount(out _) is > 0 and var amount && amount >= level * Scope.Equity;

        public override decimal Measure(PositionBook? position) => Ratio.ToEquity(Amount(out _), Scope.Equity);

        public override string Explain(PositionBook? position)
        {
            var amount = Amount(out var coin);
            return $"{Words.Money(amount)} {_side.ToLowerInvariant()} notional{(coin is null ? "" : $" in {coin}")} / {Words.Money(Scope.Equity)} equity = "
                + Words.Of(Measure(position), ConditionUnit.Multiple);
        }

        /// <param name="coin">The coin that has it; null when it is the whole scope's.</param>
        private decimal Amount(out string? coin)
        {
            coin = null;
            if (!_isByCoin)
            {
                return _isGross ? Scope.Gross : Of(null);
            }

            var largest = 0m;
            for (var i = 0; i < Scope.Positions.Count; i++)
            {
                var underlying = Scope.Positions[i].Contract.Underlying;
                var amount = Of(underlying);
                if (amount > largest)
                {
                    (largest, coin) = (amount, underlying);
                }
            }

            return largest;
        }

        private decimal Of(string? underlying)
        {
            var (longs, shorts) = (0m, 0m);
            for (var i = 0; i < Scope.Positions.Count; i++)
            {
                var position = Scope.Positions[i];
                if (underlying is not null && position.Contract.Underlying != underlying)
                {
                    continue;
                }

                longs += position.Value > 0 ? position.Value : 0;
                shorts -= position.Value < 0 ? position.Value : 0;
            }

            return _side switch
            {
                "GROSS" => longs + shorts,
                "NET" => Math.Abs(longs - shorts),
                "LONG" => longs,
                _ => shorts,
            };
        }
    }
}
