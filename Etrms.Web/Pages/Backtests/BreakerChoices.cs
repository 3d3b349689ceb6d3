using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Etrms.Web.Pages.Breakers;

namespace Etrms.Web.Pages.Backtests;

/// <summary>Which breakers watch the run: configured ones, rules to begin from with a limit, and those that a copied backtest brought along.</summary>
public sealed class BreakerChoices
{
    private const decimal Percent = 100m;
    private const string LimitStart = "circuit_breakers[";

    /// <summary>Ids of configured ones.</summary>
    public IList<Guid> Configured { get; set; } = [];

    /// <summary>By key of the rule.</summary>
    public IDictionary<string, NewBreakerInput> New { get; set; } = new Dictionary<string, NewBreakerInput>();

    public IList<CarriedBreaker> Carried { get; set; } = [];

    /// <summary>Rules that make sense without a trader at the desk.</summary>
    internal static IEnumerable<BreakerTemplate> Rules => BreakerTemplates.All.Where(template => template.Body.Type is not ("MANUAL" or "UNPROTECTED_POSITION"));

    /// <summary>A rule whose limit is typed in percent.</summary>
    internal static bool IsRatio(BreakerBody body) => body.Type is "PNL" or "MAX_DRAWDOWN" or "LIQUIDATION_DISTANCE";

    /// <summary>What stands behind a limit.</summary>
    internal static string UnitOf(BreakerBody body) => IsRatio(body) ? "%" : body.Type == "LEVERAGE" ? "×" : "";

    public IReadOnlyList<BreakerBody> ToBodies(IReadOnlyList<BreakerView> configured) => [.. Chosen(configured).Select(chosen => chosen.Body)];

    /// <summary>Limits that are searched, by the names that a request has for them.</summary>
    public IEnumerable<KeyValuePair<string, ParameterRangeBody>> ToRanges(IReadOnlyList<BreakerView> configured) => Chosen(configured)
        .Select((chosen, place) => (chosen.Body, chosen.Limits, Name: NameOf(place))).Where(chosen => chosen.Limits?.IsGiven == true)
        .Select(chosen => KeyValuePair.Create(chosen.Name, chosen.Limits!.ToBody(ScaleOf(chosen.Body))));

    /// <param name="bodies">Of a backtest that is copied or edited.</param>
    /// <param name="ranges">What it searches, limits of breakers among it.</param>
    public static BreakerChoices From(IReadOnlyList<BreakerBody> bodies, IReadOnlyDictionary<string, ParameterRangeBody> ranges) => new()
    {
        Carried = [.. bodies.Select((body, place) => CarriedBreaker.From(body, ranges.TryGetValue(NameOf(place), out var range) ? RangeInput.From(range, ScaleOf(body)) : new RangeInput()))],
    };

    /// <summary>True for a searched limit of a breaker.</summary>
    public static bool IsLimit(string name) => name.StartsWith(LimitStart, StringComparison.Ordinal);

    /// <summary>Under which name the Api speaks of the limit of a rule; null while it takes no part.</summary>
    internal string? PlaceOf(string rule, IReadOnlyList<BreakerView> configured) => New.TryGetValue(rule, out var chosen) && chosen.Armed
        ? NameOf(Carried.Count(breaker => breaker.Keep) + configured.Count(breaker => Configured.Contains(breaker.Id))
            + Rules.TakeWhile(other => other.Key != rule).Count(other => New.TryGetValue(other.Key, out var before) && before.Armed))
        : null;

    /// <summary>The same for a breaker that was brought along.</summary>
    internal string? PlaceOf(int carried) => Carried[carried].Keep ? NameOf(Carried.Take(carried).Count(breaker => breaker.Keep)) : null;

    private IEnumerable<(BreakerBody Body, RangeInput? Limits)> Chosen(IReadOnlyList<BreakerView> configured) =>
    [
        .. Carried.Where(breaker => breaker.Keep).Select(breaker => (Body: breaker.ToBody(), breaker.Limits)).Where(breaker => breaker.Body is not null)
            .Select(breaker => (breaker.Body!, (RangeInput?)breaker.Limits)),
        .. configured.Where(breaker => Configured.Contains(breaker.Id)).Select(breaker => (Simulated(breaker.Configuration), (RangeInput?)null)),
        .. Rules.Where(rule => New.TryGetValue(rule.Key, out var chosen) && chosen.Armed).Select(rule => (
            rule.Body with { Mode = BreakerMode.Armed, Threshold = New[rule.Key].Threshold / ScaleOf(rule.Body) }, (RangeInput?)New[rule.Key].Limits)),
    ];

    private static decimal ScaleOf(BreakerBody body) => IsRatio(body) ? Percent : 1;

    private static string NameOf(int place) => $"{LimitStart}{place}].threshold";

    /// <summary>Armed, and without accounts: a backtest has one of its own.</summary>
    private static BreakerBody Simulated(BreakerBody body) => body with
    {
        Mode = BreakerMode.Armed,
        Enabled = null,
        MeasureScope = body.MeasureScope is { } measured ? measured with { Accounts = [] } : null,
        ActScope = body.ActScope is { } acted ? acted with { Accounts = [] } : null,
    };
}

/// <summary>A rule that is made for the backtest alone.</summary>
public sealed class NewBreakerInput
{
    public bool Armed { get; set; }

    public decimal? Threshold { get; set; }

    /// <summary>Limits that are tried instead, where a search varies them.</summary>
    public RangeInput Limits { get; set; } = new();
}

/// <summary>The fields of a searched limit.</summary>
/// <param name="Bind">Name under which the page reads the range.</param>
/// <param name="Place">Name under which the Api speaks of it; null while its breaker takes no part.</param>
public sealed record BreakerLimits(string Title, string Unit, string Bind, string? Place, RangeInput Range);

/// <summary>A breaker of the backtest that was copied or is edited, as it stands there.</summary>
public sealed class CarriedBreaker
{
    public bool Keep { get; set; } = true;

    public string Json { get; set; } = "";

    /// <summary>Limits that are tried instead of its own, where a search varies them.</summary>
    public RangeInput Limits { get; set; } = new();

    /// <summary>Null when the form was tampered with.</summary>
    public BreakerBody? ToBody()
    {
        try
        {
            return JsonSerializer.Deserialize<BreakerBody>(Json, EtrmsJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static CarriedBreaker From(BreakerBody body, RangeInput limits) => new() { Json = JsonSerializer.Serialize(body, EtrmsJson.Options), Limits = limits };
}
