using Etrms.Domain.Analysis.Markets;
using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>A market has been in a named state for some bars and is likely to stay in one of them.</summary>
internal sealed class Regime : ICondition
{
    private static readonly string[] States = [.. Enum.GetNames<MarketState>().Select(name => name.ToUpperInvariant())];

    public ConditionDescription Description { get; } = new()
    {
        Key = "REGIME",
        Title = "Market regime",
        Unit = ConditionUnit.Fraction,
        Formula = "probability of one of the named states after the next bar, once the market has been in the same one of them for some bars; of the contract where it is highest",
        DefaultThreshold = 0.8m,
        DefaultClearAt = 0.9m,
        Settings =
        [
            new("states", "States", SettingKind.Text, "TURBULENT", [], $"One or more of {string.Join(", ", States)}, separated by commas."),
            new("bars", "Held for", SettingKind.Number, "3", [], "Bars in a row.") { Min = 1, Max = 1_000 },
        ],
    };

    public IEnumerable<(string Field, string Message)> Validate(CircuitBreaker breaker)
    {
        var settings = new SettingValues(breaker, Description);
        var named = settings.Choice("states").Split(',', StringSplitOptions.TrimEntries);
        if (named.FirstOrDefault(state => !States.Contains(state, StringComparer.Ordinal)) is { } stranger)
        {
            yield return ("settings.states", $"\"{stranger}\" is not a state. Known are {string.Join(", ", States)}.");
        }

        if (settings.Number("bars") % 1 != 0)
        {
            yield return ("settings.bars", "Bars are counted in whole numbers.");
        }
    }

    ConditionMeter ICondition.CreateMeter(MeterContext context) => new Meter(context, new SettingValues(context.Breaker, Description));

    private static MarketState StateOf(string name) => (MarketState)Array.IndexOf(States, name);

    private sealed class Meter : ConditionMeter
    {
        private readonly MarketState[] _named;
        private readonly int _bars;
        private readonly Scope _markets;
        private readonly List<ContractBook> _contracts = [];
        private (ContractBook? Of, string Words) _lack = (null, "");

        public Meter(MeterContext context, SettingValues settings)
            : base(context)
        {
            _named = [.. settings.Choice("states").Split(',', StringSplitOptions.TrimEntries).Select(StateOf)];
            _bars = (int)settings.Number("bars");
            _markets = context.Scope.Scope with { Accounts = [] };
            foreach (var contract in Books.Contracts.Where(contract => contract.Market is not null))
            {
                OnMarket(contract);
            }
        }

        public override bool IsPaced => true;

        public override string? UnknownReason
        {
            get
            {
                for (var i = 0; i < Scope.Positions.Count; i++)
                {
                    if (!IsSeen(Scope.Positions[i].Contract))
                    {
                        return LackOf(Scope.Positions[i].Contract);
                    }
                }

                for (var i = 0; i < _contracts.Count; i++)
                {
                    if (Scope.Scope.IsPartial && !IsSeen(_contracts[i]))
                    {
                        return LackOf(_contracts[i]);
                    }
                }

                return Scope.Scope.IsPartial && _contracts.Count == 0 ? "no market analysis of these contracts is there" : null;
            }
        }

        public override bool Reaches(PositionBook? position, decimal level) => Highest(out _) >= level;

        public override decimal Measure(PositionBook? position) => Highest(out _);

        public override string Explain(PositionBook? position)
        {
            var highest = Highest(out var contract);
            return contract?.Market is { } market
                ? $"{contract.Id.Symbol} {Name(market)} for {market.Newest.Bars} bars, {Words.Percent(highest)} likely to be so after the next"
                : Scope.Scope.IsPartial || Scope.Positions.Count > 0 ? "no market is in such a state" : "no open position";
        }

        /// <summary>Contracts that the scope names count always, others while something is held in them.</summary>
        public override void OnMarket(ContractBook contract)
        {
            if (Scope.Scope.IsPartial && !_contracts.Contains(contract) && _markets.Covers(default, contract.Id, contract.Underlying))
            {
                _contracts.Add(contract);
                _contracts.Sort((left, right) => left.Id.CompareTo(right.Id));
            }
        }

        private static string Name(MarketStanding market) => market.Newest.State is { } state ? States[(int)state] : "unknown";

        /// <summary>Asked with every tick of the clock, so the words are made once for each contract.</summary>
        private string LackOf(ContractBook contract)
        {
            if (_lack.Of != contract)
            {
                _lack = (contract, $"the market analysis does not know the state of {contract.Id.Symbol} now");
            }

            return _lack.Words;
        }

        private bool IsSeen(ContractBook contract) => contract.Market is { Newest: { State: not null, Next.IsEmpty: false } } market
            && Books.Clock.Now - market.At.UtcTicks <= Books.Settings.AssessmentStaleAfter.Ticks;

        private decimal Highest(out ContractBook? at)
        {
            var highest = 0m;
            at = null;
            for (var i = 0; i < _contracts.Count; i++)
            {
                Raise(_contracts[i], ref highest, ref at);
            }

            for (var i = 0; i < Scope.Positions.Count; i++)
            {
                Raise(Scope.Positions[i].Contract, ref highest, ref at);
            }

            return highest;
        }

        private void Raise(ContractBook contract, ref decimal highest, ref ContractBook? at)
        {
            if (contract.Market?.Newest is { State: { } state, Next.IsEmpty: false } newest && newest.Bars >= _bars && Array.IndexOf(_named, state) >= 0)
            {
                var likely = 0m;
                foreach (var named in _named)
                {
                    likely += newest.Next[(int)named];
                }

                (highest, at) = likely > highest ? (likely, contract) : (highest, at);
            }
        }
    }
}
