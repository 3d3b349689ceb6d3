using System.Globalization;
using Etrms.Domain.Market;
using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>What the visible book would take to flatten everything, or how large the worst position is against it.</summary>
internal sealed class Liquidity : ICondition
{
    private const decimal BasisPoint = 0.0001m;

    public ConditionDescription Description { get; } = new()
    {
        Key = "LIQUIDITY",
        Title = "Liquidity",
        Unit = ConditionUnit.Fraction,
        Formula = "cost of selling and buying everything back at the visible book / equity; or the largest quantity / depth within a distance",
        DefaultThreshold = 0.01m,
        DefaultClearAt = 0.8m,
        Settings =
        [
            new("measure", "Measured as", SettingKind.Choice, "COST", ["COST", "DEPTH"],
                "The expected cost of flattening as a share of equity, or the worst position as a multiple of the depth near the best price."),
            new("within_bps", "Depth within", SettingKind.Choice, "20", ["5", "10", "20", "50", "100", "200"],
                "Basis points from the best price; only for DEPTH."),
        ],
    };

    public ConditionUnit UnitOf(CircuitBreaker breaker) =>
        new SettingValues(breaker, Description).Choice("measure") == "DEPTH" ? ConditionUnit.Multiple : ConditionUnit.Fraction;

    ConditionMeter ICondition.CreateMeter(MeterContext context) => new Meter(context, new SettingValues(context.Breaker, Description));

    private sealed class Meter(MeterContext context, SettingValues settings) : ConditionMeter(context)
    {
        private readonly bool _isCost = settings.Choice("measure") == "COST";
        private readonly decimal _within = decimal.Parse(settings.Choice("within_bps"), CultureInfo.InvariantCulture) * BasisPoint;

        public override bool IsPaced => true;

        public override bool NeedsDepth => true;

        public override string? UnknownReason => Scope.Reason ?? BookReason();

        public override bool Reaches(PositionBook? position, decimal level) =>
            _isCost ? Cost() is > 0 and var cost && cost >= level * Scope.Equity : Worst(out _) is > 0 and var worst && worst >= level;

        public override decimal Measure(PositionBook? position) => _isCost ? Ratio.ToEquity(Cost(), Scope.Equity) : Worst(out _);

        public override string Explain(PositionBook? position)
        {
            if (Scope.Positions.Count == 0)
            {
                return "no open position";
            }

            if (_isCost)
            {
                return $"{Words.Money(Cost())} to flatten at the visible book / {Words.Money(Scope.Equity)} equity = {Words.Percent(decimal.Round(Measure(null), 6))}";
            }

            var worst = Worst(out var symbol);
            return $"{symbol}: {Words.Of(decimal.Round(worst, 4), ConditionUnit.Multiple)} of what stands within {Words.Percent(_within)} of the best price";
        }

        private string? BookReason()
        {
            for (var i = 0; i < Scope.Positions.Count; i++)
            {
                var contract = Scope.Positions[i].Contract;
                if (contract.DepthAt == 0 || Books.Clock.Now - contract.DepthAt > Books.Settings.BookStaleAfter.Ticks)
                {
                    return $"the book of {contract.Id.Symbol} is not known";
                }

                if (Side(Scope.Positions[i]) is null)
                {
                    return $"{contract.Id.Symbol} has no book";
                }
            }

            return null;
        }

        /// <summary>Distance of the sweep's price from the mark, times what is swept.</summary>
        private decimal Cost()
        {
            var cost = 0m;
            for (var i = 0; i < Scope.Positions.Count; i++)
            {
                var position = Scope.Positions[i];
                var size = Math.Abs(position.Quantity);
                if (Side(position) is { } side)
                {
                    var swept = side.Best * (1 - (Math.Sign(position.Quantity) * side.SweepDistance(size)));
                    cost += Math.Max(0, Math.Sign(position.Quantity) * (position.Contract.Mark - swept) * size);
                }
            }

            return cost;
        }

        private decimal Worst(out string symbol)
        {
            var worst = 0m;
            symbol = "";
            for (var i = 0; i < Scope.Positions.Count; i++)
            {
                var position = Scope.Positions[i];
                var depth = Side(position)?.Within(_within) ?? 0;
                var multiple = depth > 0 ? Math.Abs(position.Quantity) / depth : Ratio.Beyond;
                if (multiple > worst)
                {
                    (worst, symbol) = (multiple, position.Contract.Id.Symbol);
                }
            }

            return worst;
        }

        /// <summary>A long is sold to the bids, a short bought from the asks.</summary>
        private static BookDepth? Side(PositionBook position) => position.Quantity > 0 ? position.Contract.Bids : position.Contract.Asks;
    }
}
