namespace Etrms.Web.Charts;

/// <summary>Return of one month, as a fraction.</summary>
public sealed record MonthReturn(int Year, int Month, decimal Return);

/// <summary>Returns by month and year as a table whose cells are tinted by size; real cells can be read and copied.</summary>
public sealed record MonthlyReturns
{
    private const int Levels = 4;
    private const int MonthsOfYear = 12;

    private readonly Dictionary<(int Year, int Month), decimal> _returns;
    private readonly decimal _largest;

    private MonthlyReturns(IReadOnlyList<MonthReturn> months)
    {
        _returns = months.ToDictionary(month => (month.Year, month.Month), month => month.Return);
        _largest = months.Max(month => Math.Abs(month.Return));
        Years = [.. months.Select(month => month.Year).Distinct().Order()];
    }

    /// <summary>Null without a month.</summary>
    public static MonthlyReturns? Of(IReadOnlyList<MonthReturn> months) => months.Count == 0 ? null : new MonthlyReturns(months);

    public IReadOnlyList<int> Years { get; }

    public decimal? At(int year, int month) => _returns.TryGetValue((year, month), out var value) ? value : null;

    /// <summary>The months of a year compounded.</summary>
    public decimal Of(int year) => Enumerable.Range(1, MonthsOfYear).Aggregate(1m, (growth, month) => growth * (1 + (At(year, month) ?? 0))) - 1;

    /// <summary>Tint of a cell: the sign and 0 to 4 by the size against the largest month, such as "up-3".</summary>
    public string Tint(decimal? value) => value is null || _largest == 0 || value == 0
        ? "none"
        : $"{(value > 0 ? "up" : "down")}-{(int)Math.Ceiling(Math.Abs(value.Value) / _largest * Levels)}";
}
