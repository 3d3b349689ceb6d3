using System.Collections.Immutable;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Contracts.Journal;

/// <summary>One line of a recorded session or of a trip's recording.</summary>
public abstract record JournalFrame
{
    private JournalFrame()
    {
    }

    /// <summary>Begins every file: the engine as it stood, so that a file can be replayed without those before it.</summary>
    public sealed record Header : JournalFrame
    {
        /// <summary>The format that this version writes and reads.</summary>
        public const int CurrentFormat = 1;

        public required int Format { get; init; }

        /// <summary>Version of the engine that recorded.</summary>
        public required string Engine { get; init; }

        /// <summary>One run of the engine, from its start to its end.</summary>
        public required string Session { get; init; }

        /// <summary>Number of the file within its session, from 1.</summary>
        public required int Segment { get; init; }

        /// <summary>Our clock.</summary>
        public required DateTimeOffset StartedAt { get; init; }

        public required RiskSettings Settings { get; init; }

        public required RiskEngineState State { get; init; }

        /// <summary>Why inputs before this file are missing; null when it goes on without a gap.</summary>
        public string? Gap { get; init; }
    }

    /// <summary>What the engine was given.</summary>
    public sealed record Input(RiskEvent Event) : JournalFrame;

    /// <summary>The breaker events that the input before it led to.</summary>
    public sealed record Decided(long Seq, ImmutableArray<BreakerEvent> Events) : JournalFrame;

    /// <summary>Begins the recording of a trip: the event, the rule behind it, and where its inputs were recorded.</summary>
    public sealed record Trip(BreakerEvent Event, CircuitBreaker? Breaker) : JournalFrame;

    /// <summary>What the orders of a trip did.</summary>
    public sealed record Orders(ImmutableArray<ActionResultView> Actions) : JournalFrame;

    /// <summary>Ends a file that is complete.</summary>
    /// <param name="Frames">How many frames stand before it.</param>
    public sealed record End(long Frames) : JournalFrame;
}
