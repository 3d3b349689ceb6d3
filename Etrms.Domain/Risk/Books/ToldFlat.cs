namespace Etrms.Domain.Risk.Books;

/// <summary>The end of a position, as the stream told it or a reading showed it.</summary>
/// <param name="ToldAt">Wall ticks at which the stream told it; 0 when a reading no longer had the position.</param>
/// <param name="At">Market time of the last trade; just after the last report of a position that a reading no longer had.</param>
internal readonly record struct ToldFlat(long ToldAt, DateTimeOffset At);
