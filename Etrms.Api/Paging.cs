using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api;

/// <summary>Sizes of pages.</summary>
internal static class Paging
{
    public const int DefaultLimit = 50;
    private const int MostRows = 200;

    public static ProblemHttpResult? Check(int? limit) =>
        limit is < 1 or > MostRows ? Problems.Invalid("limit", $"Must lie between 1 and {MostRows}.") : null;

    /// <summary>Of lists whose pages are counted from their start.</summary>
    public static ProblemHttpResult? CheckOffset(int? offset) => offset is < 0 ? Problems.Invalid("offset", "Must not be negative.") : null;
}
