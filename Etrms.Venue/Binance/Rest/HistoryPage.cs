namespace Etrms.Venue.Binance.Rest;

/// <summary>A page of a history: from an id on, or between two instants, or the newest.</summary>
internal sealed record HistoryPage(long? FromId, DateTimeOffset? Start, DateTimeOffset? End, int Limit)
{
    private const int Largest = 1000;

    public static HistoryPage Of(Parameters parameters, string? idName, int standard) =>
        new(
            idName is null ? null : parameters.FindLong(idName), parameters.FindInstant("startTime"), parameters.FindInstant("endTime"),
            parameters.Limit(standard, Largest));

    /// <summary>Items in their own order, oldest first.</summary>
    public IReadOnlyList<T> Take<T>(IEnumerable<T> items, Func<T, long> id, Func<T, DateTimeOffset> at)
    {
        var matching = items.Where(item =>
            (FromId is null || id(item) >= FromId) && (Start is null || at(item) >= Start) && (End is null || at(item) <= End));
        return FromId is null && Start is null ? [.. matching.TakeLast(Limit)] : [.. matching.Take(Limit)];
    }
}
