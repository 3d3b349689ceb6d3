using System.ComponentModel.DataAnnotations;
using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Web.Pages.Breakers;

/// <summary>The form of a breaker, everything that one can say: ratios as percent, lists as text, durations in the units people use.</summary>
public sealed class BreakerInput
{
    private const decimal Percent = 100m;

    /// <summary>Whatever is typed above is refused by the Api, not by an overflow.</summary>
    private const decimal MostMilliseconds = 1_000_000_000m;

    public Guid Key { get; set; } = Guid.NewGuid();

    public string Type { get; set; } = "";

    [Required(ErrorMessage = "Give the breaker a name."), StringLength(80, ErrorMessage = "The name may have at most 80 characters.")]
    public string Name { get; set; } = "";

    [StringLength(500, ErrorMessage = "The note may have at most 500 characters.")]
    public string? Description { get; set; }

    [Required(ErrorMessage = "Give the limit.")]
    public decimal? Threshold { get; set; }

    public BreakerMode Mode { get; set; } = BreakerMode.Armed;

    public IDictionary<string, string?> Settings { get; set; } = new Dictionary<string, string?>();

    public IList<StageInput> Stages { get; set; } = [];

    public ScopeInput MeasureScope { get; set; } = new();

    /// <summary>True when it acts on exactly what it measures.</summary>
    public bool ActsOnMeasured { get; set; }

    public ScopeInput ActScope { get; set; } = new();

    public decimal? QualifySeconds { get; set; }

    public int? QualifySamples { get; set; }

    /// <summary>Percent of the limit.</summary>
    public decimal? ClearAt { get; set; }

    public RearmMode RearmMode { get; set; }

    public DurationInput RearmAfter { get; set; } = new();

    public DurationInput RearmClearFor { get; set; } = new();

    public int? MaxAutoRearms { get; set; }

    public DurationInput Cooldown { get; set; } = new();

    public UnknownPolicy UnknownPolicy { get; set; }

    public Enforcement Enforcement { get; set; }

    public int Priority { get; set; }

    /// <param name="unit">Unit of the limit, which decides whether it was typed in percent.</param>
    public BreakerBody ToBody(string unit) => new()
    {
        Name = Name.Trim(),
        Description = Description?.Trim() ?? "",
        Type = Type,
        Threshold = IsRatio(unit) ? Threshold / Percent : Threshold,
        Mode = Mode,
        Settings = Settings.Where(pair => !string.IsNullOrWhiteSpace(pair.Value)).ToDictionary(pair => pair.Key, pair => pair.Value!.Trim()),
        Stages = [.. Stages.Select(stage => stage.ToBody())],
        MeasureScope = MeasureScope.ToBody(),
        ActScope = (ActsOnMeasured ? MeasureScope : ActScope).ToBody(),
        QualifyForMs = QualifySeconds is { } seconds ? (int)Bounded(Bounded(seconds) * 1_000) : null,
        QualifyMinSamples = QualifySamples,
        ClearAt = ClearAt / Percent,
        RearmMode = RearmMode,
        RearmAfterSeconds = RearmAfter.Seconds,
        RearmClearForSeconds = RearmClearFor.Seconds,
        MaxAutoRearms = MaxAutoRearms,
        CooldownSeconds = Cooldown.Seconds,
        UnknownPolicy = UnknownPolicy,
        Enforcement = Enforcement,
        Priority = Priority,
    };

    public static BreakerInput From(BreakerBody body, string unit)
    {
        var (measured, acted) = (ScopeInput.From(body.MeasureScope), ScopeInput.From(body.ActScope ?? body.MeasureScope));
        return new BreakerInput
        {
            Type = body.Type,
            Name = body.Name,
            Description = body.Description,
            Threshold = IsRatio(unit) ? body.Threshold * Percent : body.Threshold,
            Mode = body.Mode,
            Settings = body.Settings?.ToDictionary(pair => pair.Key, string? (pair) => pair.Value) ?? new Dictionary<string, string?>(),
            Stages = [.. body.Stages?.Select(StageInput.From) ?? []],
            MeasureScope = measured,
            ActsOnMeasured = measured.IsSameAs(acted),
            ActScope = acted,
            QualifySeconds = body.QualifyForMs / 1_000m,
            QualifySamples = body.QualifyMinSamples,
            ClearAt = body.ClearAt * Percent,
            RearmMode = body.RearmMode,
            RearmAfter = DurationInput.From(body.RearmAfterSeconds),
            RearmClearFor = DurationInput.From(body.RearmClearForSeconds),
            MaxAutoRearms = body.MaxAutoRearms,
            Cooldown = DurationInput.From(body.CooldownSeconds),
            UnknownPolicy = body.UnknownPolicy,
            Enforcement = body.Enforcement,
            Priority = body.Priority,
        };
    }

    private static decimal Bounded(decimal number) => Math.Clamp(number, -MostMilliseconds, MostMilliseconds);

    private static bool IsRatio(string unit) => unit == "fraction";
}
