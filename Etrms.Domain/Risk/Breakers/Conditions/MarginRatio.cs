using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>Maintenance margin over margin balance of the account that is nearest to liquidation.</summary>
internal sealed class MarginRatio : ICondition
{
    public ConditionDescription Description { get; } = new()
    {
        Key = "MARGIN_RATIO",
        Title = "Margin ratio",
        Unit = ConditionUnit.Fraction,
        Formula = "maintenance margin / margin balance, of the account where it is highest; the venue liquidates at 100 %",
        DefaultThreshold = 0.5m,
        DefaultClearAt = 0.9m,
    };

    ConditionMeter ICondition.CreateMeter(MeterContext context) => new Meter(context);

    private sealed class Meter(MeterContext context) : ConditionMeter(context)
    {
        public override string? UnknownReason => Scope.Reason ?? TableReason();

        public override bool Reaches(PositionBook? position, decimal level)
        {
            for (var i = 0; i < Scope.Accounts.Count; i++)
            {
                var maintenance = Maintenance(Scope.Accounts[i]);
                if (maintenance != 0 && maintenance >= level * Scope.Accounts[i].Value)
                {
                    return true;
                }
            }

            return false;
        }

        public override decimal Measure(PositionBook? position) => Worst() is { } account ? RatioOf(account) : 0;

        public override string Explain(PositionBook? position) => Worst() is { } account
            ? $"{account.Name}: {Words.Money(Maintenance(account))} maintenance margin / {Words.Money(account.Value)} balance = {Words.Percent(RatioOf(account))}"
            : "no account lies in the scope";

        private string? TableReason()
        {
            for (var i = 0; i < Scope.Accounts.Count; i++)
            {
                if (Scope.Accounts[i].Maintenance is null)
                {
                    return "a margin table of the venue is not loaded";
                }
            }

            return null;
        }

        private AccountBook? Worst() => Scope.Accounts.MaxBy(RatioOf);

        private decimal RatioOf(AccountBook account) => Ratio.ToEquity(Maintenance(account), account.Value);

        private decimal Maintenance(AccountBook account) => account.Maintenance ?? 0;
    }
}
