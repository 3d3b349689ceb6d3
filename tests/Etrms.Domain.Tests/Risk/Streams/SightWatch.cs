using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Domain.Tests.Risk.Streams;

/// <summary>
/// What cannot be seen clears nothing and trips nothing but by opt-in. Beside the engine's own word on what is unknown stands a judge of its own:
/// a value that hangs on prices cannot be known while a held contract's newest price is old or cannot be, nor while nobody vouches for an account.
/// </summary>
internal sealed class SightWatch : IStreamWatch
{
    private static readonly string[] ByPrice =
    [
        "MAX_DRAWDOWN", "PNL", "TRAILING_STOP", "MAX_POSITION_SIZE", "LEVERAGE", "MARGIN_RATIO", "LIQUIDATION_DISTANCE", "EXPOSURE", "CONCENTRATION",
        "CORRELATED_EXPOSURE", "BETA_EXPOSURE", "VAR", "ES", "FUNDING_COST", "LIQUIDITY",
    ];

    private readonly Dictionary<InstrumentId, Price> _prices = [];

    public void After(StreamWorld world, RiskEvent input, IReadOnlyList<RiskDecision> decided)
    {
        if (input is RiskEvent.MarkPriced marked)
        {
            _prices[marked.Instrument] = _prices.GetValueOrDefault(marked.Instrument).Next(marked.Mark, input.Times.ReceivedAt);
        }

        foreach (var e in decided.OfType<RiskDecision.Record>().Select(record => record.Event).Where(e => e.Kind
            is BreakerEventKind.Triggered or BreakerEventKind.Stage or BreakerEventKind.Resolved or BreakerEventKind.Rearmed))
        {
            var breaker = world.Breakers.Single(known => known.Id == e.BreakerId);
            var isOptIn = breaker.UnknownPolicy == UnknownPolicy.FailSafe && e.Kind == BreakerEventKind.Triggered;
            Assert.True(e.Value is not null || isOptIn, $"{e.Kind} of {e.Type} while its value is unknown: {e.Explanation}");
            Assert.True(isOptIn || CanSee(world, breaker, input.Times.ReceivedAt), $"{e.Kind} of {e.Type} in the dark: {e.Explanation}");
        }
    }

    private bool CanSee(StreamWorld world, CircuitBreaker breaker, DateTimeOffset now) => !ByPrice.Contains(breaker.Type)
        || world.State.Books.Accounts.Where(account => breaker.MeasureScope.CoversAccount(account.Id, account.Exchange))
            .All(account => IsVouchedFor(account, now) && account.Positions.All(position => _prices[position.Instrument] is { IsDoubtful: false } price
                && now - price.At <= RiskSettings.Default.MarkStaleAfter));

    /// <summary>A reading or a living stream has told it lately, no reading has shaken its positions, and its balance is explained.</summary>
    private static bool IsVouchedFor(AccountState account, DateTimeOffset now) =>
        account.ReadAt != default && account.DoubtfulSince == default && account.Audit.UnexplainedSince == default
        && (now - account.ReadAt <= RiskSettings.Default.AccountCheckStaleAfter
            || (account.IsStreamAlive && now - account.StreamAt <= RiskSettings.Default.UserStreamStaleAfter));

    private readonly record struct Price(decimal Believed, DateTimeOffset At, decimal Suspect, int Suspects)
    {
        public bool IsDoubtful => Suspects > 0;

        /// <summary>A price is doubtful that is none, or ten times the one before until it has been told three times.</summary>
        public Price Next(decimal mark, DateTimeOffset at)
        {
            var isAbsurd = Believed > 0 && (mark > Believed * 3 || mark * 3 < Believed);
            var isRepeated = mark > 0 && Suspect > 0 && mark < Suspect * 1.1m && mark * 1.1m > Suspect;
            return mark <= 0 ? this with { Suspects = Suspects + 1 }
                : !isAbsurd || (isRepeated && Suspects >= 2) ? new Price(mark, at, 0, 0)
                : this with { Suspect = mark, Suspects = isRepeated ? Suspects + 1 : 1 };
        }
    }
}
