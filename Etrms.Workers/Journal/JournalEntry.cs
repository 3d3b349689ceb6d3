using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Workers.Journal;

/// <summary>What the worker writes down before it acts; enough to resume without PostgreSQL.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "entry")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(Decided), "decided")]
[JsonDerivedType(typeof(Answered), "answered")]
[JsonDerivedType(typeof(Reported), "reported")]
internal abstract record JournalEntry
{
    private JournalEntry()
    {
    }

    public required DateTimeOffset At { get; init; }

    /// <summary>The worker came up; three of these in ten minutes are a crash loop (FC-59).</summary>
    public sealed record Started : JournalEntry;

    /// <summary>What one step of the engine decided.</summary>
    public sealed record Decided(ImmutableArray<BreakerEvent> Events) : JournalEntry;

    /// <summary>How the venue answered an order.</summary>
    public sealed record Answered(Guid PlanId, string ClientOrderId, string Outcome) : JournalEntry;

    /// <summary>Progress of a plan that the engine learned.</summary>
    public sealed record Reported(ActionReport Report) : JournalEntry;
}
