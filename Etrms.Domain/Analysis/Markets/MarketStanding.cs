namespace Etrms.Domain.Analysis.Markets;

/// <summary>What is known of a contract's market.</summary>
/// <param name="Newest">What was told last, with its gaps.</param>
/// <param name="Held">The same with every gap filled by what was known before: what narrows limits until something known takes its place.</param>
/// <param name="At">Our clock when it was told.</param>
public sealed record MarketStanding(MarketAssessment Newest, MarketAssessment Held, DateTimeOffset At);
