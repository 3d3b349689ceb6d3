using Etrms.Domain.Risk.Books;

namespace Etrms.Domain.Risk.Breakers.Conditions;

/// <summary>Reads unknown until the service that tells its value is part of ETRMS: it neither trips nor clears.</summary>
internal sealed class AwaitedMeter(MeterContext context, string reason) : ConditionMeter(context)
{
    public override bool IsPaced => true;

    public override string UnknownReason => reason;

    public override bool Reaches(PositionBook? position, decimal level) => false;

    public override decimal Measure(PositionBook? position) => 0;

    public override string Explain(PositionBook? position) => reason;
}
