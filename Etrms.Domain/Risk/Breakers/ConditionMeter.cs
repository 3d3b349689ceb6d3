using System.Collections.Immutable;
using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>What a meter is made from.</summary>
internal sealed record MeterContext(CircuitBreaker Breaker, ScopeBook Scope, RiskBooks Books);

/// <summary>
/// Measures one breaker's condition. Comparisons multiply where values divide, so that a tick costs nanoseconds and the bound is exact;
/// the value itself is computed when somebody looks.
/// </summary>
internal abstract class ConditionMeter(MeterContext context)
{
    protected ScopeBook Scope { get; } = context.Scope;

    protected RiskBooks Books { get; } = context.Books;

    /// <summary>
    /// True when the condition is judged with the clock and with what happens to an account, not with every price: what it measures
    /// does not hang on one tick, or costs more than a tick may.
    /// </summary>
    public virtual bool IsPaced => false;

    /// <summary>True when the passing of time is itself a sample, as for the age of a feed.</summary>
    public virtual bool SamplesClock => IsPaced;

    /// <summary>True when the condition wants to know the books of what is held.</summary>
    public virtual bool NeedsDepth => false;

    /// <summary>True after the reference from before a resume with grace has been regained.</summary>
    public virtual bool IsGraceOver => true;

    /// <summary>
    /// True when, while nothing comes but prices of the only contract held, the condition hangs on neither time nor course: it compares what goes
    /// with the price in a straight line, and remembers at most that it was never higher.
    /// </summary>
    public virtual bool IsSteady => false;

    /// <summary>True when the beginning of a trading day changes what it compares.</summary>
    public virtual bool HangsOnDay => true;

    /// <summary>How much the equity of the scope may still grow before the condition remembers it; null when it never does.</summary>
    public virtual decimal? Headroom => null;

    /// <summary>Nobody reads it any more: what it shares with others is given back.</summary>
    public virtual void Release()
    {
    }

    /// <summary>Why there is no value; null when there is one.</summary>
    public virtual string? UnknownReason => Scope.Reason;

    /// <summary>Why there is no value for one position while there is for others; null when there is one.</summary>
    public virtual string? UnknownReasonOf(PositionBook? position) => null;

    public string? ReasonOf(PositionBook? position) => UnknownReason ?? UnknownReasonOf(position);

    /// <summary>Sees every state whose sums are known, before any comparison.</summary>
    public virtual void Observe()
    {
    }

    /// <summary>True when the condition measures from the best that was seen.</summary>
    public virtual bool HasPeak => false;

    /// <summary>Sees a state that prices of the past lead to; only a peak takes notice.</summary>
    public virtual void Suppose()
    {
    }

    /// <summary>Exactly: value is at or above a level; at or below it where a falling value trips.</summary>
    public abstract bool Reaches(PositionBook? position, decimal level);

    /// <summary>False only when no watched position reaches the level.</summary>
    public virtual bool MayReachAny(decimal level) => true;

    public abstract decimal Measure(PositionBook? position);

    /// <summary>The formula with its numbers.</summary>
    public abstract string Explain(PositionBook? position);

    /// <summary>True when the condition wants to hear every believable mark.</summary>
    public virtual bool HearsPrices => false;

    /// <summary>A believable mark came in, whether or not anything is held in its contract.</summary>
    public virtual void OnPrice(ContractBook contract)
    {
    }

    /// <summary>The market analysis told about a contract.</summary>
    public virtual void OnMarket(ContractBook contract)
    {
    }

    public virtual void OnTradeClosed(in ClosedTrade trade)
    {
    }

    /// <summary>An order was placed or refused; told once per order.</summary>
    public virtual void OnOrder(in PlacedOrder order)
    {
    }

    /// <summary>A round trip has begun.</summary>
    public virtual void OnTradeOpened(in OpenedTrade trade)
    {
    }

    /// <summary>The trader pressed the button; true when the condition has one.</summary>
    public virtual bool TryPress(string reason) => false;

    /// <summary>A trading day has begun; called before its first input is taken in.</summary>
    public virtual void OnDayStarted(bool isNewWeek, bool isNewMonth)
    {
    }

    /// <summary>A transfer changed every reference to equity by a factor; 0 starts anew.</summary>
    public virtual void OnFlow(decimal factor)
    {
    }

    /// <summary>Measures from now on; true when the condition has a reference to move.</summary>
    public virtual bool TryRebase() => false;

    /// <summary>Measures from now on until the old reference is regained; true when the condition knows grace.</summary>
    public virtual bool TryBeginGrace() => false;

    public virtual MeterState Capture() => new(ImmutableSortedDictionary<string, decimal>.Empty, []);

    public virtual void Restore(MeterState state)
    {
    }
}
