using System.ComponentModel.DataAnnotations;
using Etrms.Contracts;
using Etrms.Domain.Risk.Breakers;

namespace Etrms.Web.Pages.Breakers;

/// <summary>The form of a breaker: ratios as percent, lists as text, durations in the units people use.</summary>
public sealed class BreakerInput
{
    private const int MillisecondsPerSecond = 1_000;
    private const int SecondsPerMinute = 60;
    private const decimal Percent = 100m;

    public Guid Key { get; set; } = Guid.NewGuid();

    public string Type { get; set; } = "";

    [Required(ErrorMessage = "Give the breaker a name."), StringLength(80)]
    public string Name { get; set; } = "";

    [StringLength(500)]
    public string? Description { get; set; }

    [Required(ErrorMessage = "Give the limit.")]
    public decimal? Threshold { get; set; }

    public BreakerMode Mode { get; set; } = BreakerMode.Armed;

    public IDictionary<string, string?> Settings { get; set; } = new Dictionary<string, string?>();

    public IList<StageInput> Stages { get; set; } = [];

    public IList<Guid> Accounts { get; set; } = [];

    public string? Symbols { get; set; }

    public decimal? QualifySeconds { get; set; }

    public int? QualifySamples { get; set; }

    /// <summary>Percent of the limit.</summary>
    public decimal? ClearAt { get; set; }

    public RearmMode RearmMode { get; set; }

    public int? RearmAfterMinutes { get; set; }

    public int? RearmClearForMinutes { get; set; }

    public int? MaxAutoRearms { get; set; }

    public int? CooldownMinutes { get; set; }

    public UnknownPolicy UnknownPolicy { get; set; }

    public int Priority { get; set; }

    public BreakerBody ToBody(string unit)
    {
        var scope = new ScopeBody { Accounts = [.. Accounts], Symbols = Split(Symbols) };
        return new BreakerBody
        {
            Name = Name.Trim(),
            Description = Description?.Trim() ?? "",
            Type = Type,
            Threshold = unit == "fraction" ? Threshold / Percent : Threshold,
            Mode = Mode,
            Settings = Settings.Where(pair => !string.IsNullOrWhiteSpace(pair.Value)).ToDictionary(pair => pair.Key, pair => pair.Value!.Trim()),
            Stages = [.. Stages.Where(stage => stage.IsUsed).Select(stage => stage.ToBody())],
            MeasureScope = scope,
            ActScope = scope,
            QualifyForMs = QualifySeconds is null ? null : (int)(QualifySeconds * MillisecondsPerSecond),
            QualifyMinSamples = QualifySamples,
            ClearAt = ClearAt / Percent,
            RearmMode = RearmMode,
            RearmAfterSeconds = RearmAfterMinutes * SecondsPerMinute,
            RearmClearForSeconds = RearmClearForMinutes * SecondsPerMinute,
            MaxAutoRearms = MaxAutoRearms,
            CooldownSeconds = CooldownMinutes * SecondsPerMinute,
            UnknownPolicy = UnknownPolicy,
            Priority = Priority,
        };
    }

    public static BreakerInput From(BreakerBody body, string unit) => new()
    {
        Type = body.Type,
        Name = body.Name,
        Description = body.Description,
        Threshold = unit == "fraction" ? body.Threshold * Percent : body.Threshold,
        Mode = body.Mode,
        Settings = body.Settings?.ToDictionary(pair => pair.Key, string? (pair) => pair.Value) ?? new Dictionary<string, string?>(),
        Stages = [.. body.Stages?.Select(StageInput.From) ?? []],
        Accounts = [.. body.MeasureScope?.Accounts ?? []],
        Symbols = string.Join(", ", body.MeasureScope?.Symbols ?? []),
        QualifySeconds = (decimal?)body.QualifyForMs / MillisecondsPerSecond,
        QualifySamples = body.QualifyMinSamples,
        ClearAt = body.ClearAt * Percent,
        RearmMode = body.RearmMode,
        RearmAfterMinutes = body.RearmAfterSeconds / SecondsPerMinute,
        RearmClearForMinutes = body.RearmClearForSeconds / SecondsPerMinute,
        MaxAutoRearms = body.MaxAutoRearms,
        CooldownMinutes = body.CooldownSeconds / SecondsPerMinute,
        UnknownPolicy = body.UnknownPolicy,
        Priority = body.Priority,
    };

    public static BreakerInput For(ConditionView condition) => new()
    {
        Type = condition.Type,
        Name = condition.Title,
        Threshold = condition.Unit == "fraction" ? condition.DefaultThreshold * Percent : condition.DefaultThreshold,
        Settings = condition.Settings.ToDictionary(setting => setting.Name, string? (setting) => setting.Default),
        Stages = [new StageInput { At = 60, Notify = true }, new StageInput { At = Percent, Notify = true, Pause = true }],
    };

    private static string[] Split(string? text) =>
        [.. (text ?? "").Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries).Select(symbol => symbol.ToUpperInvariant()).Distinct(StringComparer.Ordinal)];
}
