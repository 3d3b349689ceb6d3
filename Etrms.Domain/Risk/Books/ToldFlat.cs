namespace Etrms.Domain.Risk.Books;

/// <summary>The end of a position as the stream told it.</summary>
/// <param name="ToldAt">Wall ticks at which it came in.</param>
/// <param name="At">Market time of the last trade.</param>
internal readonly record struct ToldFlat(long ToldAt, DateTimeOffset At);
