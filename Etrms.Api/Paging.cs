using Microsoft.AspNetCore.Http.HttpResults;

namespace Etrms.Api;

/// <summary>Sizes of pages.</summary>
internal static class Paging
{
    public const int DefaultLimit = 50;
    private const int MostRows = 200;

    public static ProblemHttpResult? Check(int? limit) =>
        limit is < 1 or > MostRows ? Problems.Invalid("limit", $"Must lie between 1 and {MostRows}.") : null;
}
