using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Trading;

namespace Etrms.Workers.Risk.Execution;

/// <summary>One leg of one contract of one account: the unit over which exactly one executor works.</summary>
internal readonly record struct PositionKey(AccountId Account, InstrumentId Instrument, PositionSide Side)
{
    public static PositionKey Of(RiskDecision.ReduceTo plan) => new(plan.Account, plan.Instrument, plan.Side);

    public static PositionKey Of(RiskDecision.SetProtection plan) => new(plan.Account, plan.Instrument, plan.Side);

    public override string ToString() => Side == PositionSide.Both ? $"{Instrument}" : $"{Instrument} {Side}";
}
