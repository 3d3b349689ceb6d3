using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;
using Etrms.Web.Pages.Breakers;

namespace Etrms.Web.Pages.Backtests;

/// <summary>Which breakers watch the run: configured ones, rules to begin from with a limit, and those that a copied backtest brought along.</summary>
public sealed class BreakerChoices
{
    private const decimal Percent = 100m;

    /// <summary>Ids of configured ones.</summary>
    public IList<Guid> Configured { get; set; } = [];

    /// <summary>By key of the rule.</summary>
    public IDictionary<string, NewBreakerInput> New { get; set; } = new Dictionary<string, NewBreakerInput>();

    public IList<CarriedBreaker> Carried { get; set; } = [];

    /// <summary>Rules that make sense without a trader at the desk.</summary>
    internal static IEnumerable<BreakerTemplate> Rules => BreakerTemplates.All.Where(template => template.Body.Type is not ("MANUAL" or "UNPROTECTED_POSITION"));

    /// <summary>A rule whose limit is typed in percent.</summary>
    internal static bool IsRatio(BreakerBody body) => body.Type is "PNL" or "MAX_DRAWDOWN" or "LIQUIDATION_DISTANCE";

    public IReadOnlyList<BreakerBody> ToBodies(IReadOnlyList<BreakerView> configured) =>
    [
        .. Carried.Where(breaker => breaker.Keep).Select(breaker => breaker.ToBody()).OfType<BreakerBody>(),
        .. configured.Where(breaker => Configured.Contains(breaker.Id)).Select(breaker => Simulated(breaker.Configuration)),
        .. Rules.Where(rule => New.TryGetValue(rule.Key, out var chosen) && chosen.Armed)
            .Select(rule => rule.Body with { Mode = BreakerMode.Armed, Threshold = IsRatio(rule.Body) ? New[rule.Key].Threshold / Percent : New[rule.Key].Threshold }),
    ];

    public static BreakerChoices From(IReadOnlyList<BreakerBody> bodies) => new() { Carried = [.. bodies.Select(CarriedBreaker.From)] };

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
}

/// <summary>A breaker of the backtest that was copied or is edited, as it stands there.</summary>
public sealed class CarriedBreaker
{
    public bool Keep { get; set; } = true;

    public string Json { get; set; } = "";

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

    public static CarriedBreaker From(BreakerBody body) => new() { Json = JsonSerializer.Serialize(body, EtrmsJson.Options) };
}
