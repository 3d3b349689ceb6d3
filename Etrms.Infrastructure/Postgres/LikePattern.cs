namespace Etrms.Infrastructure.Postgres;

/// <summary>What a person searches for, as a pattern of LIKE in which nothing of it has a meaning of its own.</summary>
internal static class LikePattern
{
    public static string Containing(string search) =>
        $"%{search.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
}
