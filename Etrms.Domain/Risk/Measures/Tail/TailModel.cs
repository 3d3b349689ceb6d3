namespace Etrms.Domain.Risk.Measures.Tail;

/// <summary>How the tail of a book's losses is told.</summary>
public enum TailModel
{
    /// <summary>Historical simulation: past returns as they were.</summary>
    Historical,

    /// <summary>Filtered historical simulation: past surprises at today's deviation.</summary>
    Fhs,

    /// <summary>Extreme value theory: a Pareto tail over the surprises, at today's deviation.</summary>
    Evt,
}
