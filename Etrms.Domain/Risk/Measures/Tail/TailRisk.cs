namespace Etrms.Domain.Risk.Measures.Tail;

/// <summary>Value at risk and expected shortfall at a level, as positive losses in the unit of what they were measured from.</summary>
public readonly record struct TailRisk(double ValueAtRisk, double ExpectedShortfall);
