using System.Collections.Immutable;
using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>How long our own account of an account has been at odds with the venue's.</summary>
internal sealed class ReconcileMismatch : ICondition
{
    public ConditionDescription Description { get; } = new()
    {
        Key = "RECONCILE_MISMATCH",
        Title = "Books do not agree",
        Unit = ConditionUnit.Seconds,
        Formula = "time since a quantity by fills differs from the venue's by more than a lot, the balance changed without a booking, or the account value differs by more than 1 %",
        DefaultThreshold = 10m,
        DefaultClearAt = 0.1m,
    };

    ConditionMeter ICondition.CreateMeter(MeterContext context) => new Meter(context);

    private sealed class Meter(MeterContext context) : ConditionMeter(context)
    {
        private readonly Dictionary<Guid, long> _since = [];

        public override bool IsPaced => true;

        public override string? UnknownReason
        {
            get
            {
                for (var i = 0; i < Scope.Accounts.Count; i++)
                {
                    if (!Scope.Accounts[i].IsRead)
                    {
                        return "the account has not been read yet";
                    }
                }

                return Scope.Accounts.Count == 0 ? "no account lies in the scope" : null;
            }
        }

        public override void Observe()
        {
            for (var i = 0; i < Scope.Accounts.Count; i++)
            {
                var account = Scope.Accounts[i];
                if (Difference(account, out _) == Mismatch.None)
                {
                    _since.Remove(account.Id.Value);
                }
                else
                {
                    _since.TryAdd(account.Id.Value, Books.Clock.Now);
                }
            }
        }

        public override bool Reaches(PositionBook? position, decimal level) => Longest(out _) is > 0 and var age && age >= level * TimeSpan.TicksPerSecond;

        public override decimal Measure(PositionBook? position) => (decimal)Longest(out _) / TimeSpan.TicksPerSecond;

        public override string Explain(PositionBook? position)
        {
            if (Longest(out var account) == 0 || account is null)
            {
                return "our books and the venue's agree";
            }

            var what = Difference(account, out var symbol) switch
            {
                Mismatch.None => "agrees again",
                Mismatch.Quantity => $"the quantity of {symbol} by fills differs from the venue's",
                Mismatch.Balance => $"{Words.Money(account.Audit.Difference)} of the balance has no booking",
                Mismatch.Value => $"the venue's account value {Words.Money(account.Balance?.MarginBalance ?? 0)} differs from ours, {Words.Money(account.EquityAtReading ?? 0)}",
            };
            return $"{account.Name}: {what}, for {Words.Of(Measure(position), ConditionUnit.Seconds)}";
        }

        public override MeterState Capture() => new(
            _since.ToImmutableSortedDictionary(pair => pair.Key.ToString("D"), pair => (decimal)pair.Value, StringComparer.Ordinal), []);

        public override void Restore(MeterState state)
        {
            foreach (var (account, since) in state.Values)
            {
                _since[Guid.Parse(account)] = (long)since;
            }
        }

        private Mismatch Difference(AccountBook account, out string symbol)
        {
            // Trips have no order of their own; the first name speaks, so that the same books say the same after a restart.
            PositionKey? first = null;
            foreach (var (key, trip) in account.Trips)
            {
                var held = account.Find(key.Instrument, key.Side)?.Quantity ?? 0;
                var isOff = Math.Abs(trip.Quantity - held) > (Books.FindContract(key.Instrument)?.Rules?.StepSize ?? 0);
                first = isOff && (first is null || key < first) ? key : first;
            }

            symbol = first?.Instrument.Symbol ?? "";
            if (first is not null)
            {
                return Mismatch.Quantity;
            }

            return !account.Audit.IsSettled ? Mismatch.Balance : account.IsValueOff(Books.Settings) ? Mismatch.Value : Mismatch.None;
        }

        private long Longest(out AccountBook? account)
        {
            account = null;
            var longest = 0L;
            for (var i = 0; i < Scope.Accounts.Count; i++)
            {
                if (_since.TryGetValue(Scope.Accounts[i].Id.Value, out var since) && (account is null || Books.Clock.Now - since > longest))
                {
                    (longest, account) = (Books.Clock.Now - since, Scope.Accounts[i]);
                }
            }

            return longest;
        }
    }

    private enum Mismatch
    {
        None,
        Quantity,
        Balance,
        Value,
    }
}
