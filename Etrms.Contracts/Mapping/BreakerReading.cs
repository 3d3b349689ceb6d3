using System.Collections.Immutable;
using Etrms.Domain.Market;
using Etrms.Domain.Risk;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Trading;

namespace Etrms.Contracts.Mapping;

/// <summary>
/// A body read as a breaker, or the reasons by JSON field why it cannot be one. Only the shape is judged here; what the values
/// mean together is judged by <see cref="BreakerValidation"/>.
/// </summary>
public sealed record BreakerReading
{
    private const int LongestName = 80;
    private const int MostEntries = 200;
    private const int LongestEntry = 100;
    private static readonly int MostSeconds = (int)TimeSpan.FromDays(31).TotalSeconds;

    private readonly Dictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    private BreakerReading()
    {
    }

    /// <summary>Null while there are errors.</summary>
    public CircuitBreaker? Breaker { get; private set; }

    public IReadOnlyDictionary<string, string[]> Errors => _errors.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray());

    public static BreakerReading Of(BreakerBody body, Guid id, int revision)
    {
        var reading = new BreakerReading();
        var breaker = reading.Read(body, id, revision);
        if (reading._errors.Count == 0)
        {
            reading.Judge(breaker);
        }

        reading.Breaker = reading._errors.Count == 0 ? breaker : null;
        return reading;
    }

    private CircuitBreaker Read(BreakerBody body, Guid id, int revision)
    {
        Require(body.Threshold is not null, "threshold", "Is required.");
        Require(!string.IsNullOrWhiteSpace(body.Type), "type", "Is required.");
        var measureScope = ReadScope(body.MeasureScope, body, "measure_scope");
        return new CircuitBreaker
        {
            Id = id,
            Revision = revision,
            Name = NameOf(body),
            Description = body.Description.Trim(),
            Mode = body.Enabled == false ? BreakerMode.Off : body.Mode,
            Type = body.Type.Trim().ToUpperInvariant(),
            Threshold = body.Threshold.GetValueOrDefault(),
            Settings = ReadSettings(body.Settings),
            Stages = ReadStages(body),
            MeasureScope = measureScope,
            ActScope = body.ActScope is null ? measureScope : ReadScope(body.ActScope, body, "act_scope"),
            Qualify = ReadQualification(body),
            ClearAt = body.ClearAt,
            Rearm = new Rearm(body.RearmMode)
            {
                After = Seconds(body.RearmAfterSeconds, "rearm_after_seconds"),
                ClearFor = Seconds(body.RearmClearForSeconds, "rearm_clear_for_seconds"),
                MaxAutoRearms = InRange(body.MaxAutoRearms ?? 3, 0, 1000, "max_auto_rearms"),
            },
            Cooldown = Seconds(body.CooldownSeconds, "cooldown_seconds"),
            UnknownPolicy = body.UnknownPolicy,
            Enforcement = body.Enforcement,
            Priority = InRange(body.Priority, -1000, 1000, "priority"),
        };
    }

    /// <summary>The seeds' form has no name: its description, else the rule, takes the place.</summary>
    private static string NameOf(BreakerBody body)
    {
        var name = new[] { body.Name, body.Description, $"{body.Type} {body.Threshold}" }.FirstOrDefault(text => !string.IsNullOrWhiteSpace(text), "").Trim();
        return name.Length <= LongestName ? name : name[..LongestName];
    }

    private ImmutableArray<Stage> ReadStages(BreakerBody body)
    {
        Require(body.Stages is null || body.Action is null, "action", "Give action or stages, not both.");
        Require(body.ReduceBy is null || body.Action is not null, "reduce_by", "Belongs to action; within stages give it with their actions.");
        if (body.Stages is null)
        {
            Require(body.Action is not null, "stages", "Give at least one stage, or an action.");
            return body.Action is { } kind ? [new Stage(1m, [new BreakerAction(kind) { ReduceBy = body.ReduceBy }])] : [];
        }

        Require(body.Stages.Count is > 0 and <= 10, "stages", "Give 1 to 10 stages.");
        return [.. body.Stages.Select((stage, index) => ReadStage(stage, $"stages[{index}]"))];
    }

    private Stage ReadStage(StageBody? stage, string field)
    {
        Require(stage is not null, field, "Must not be null.");
        Require(stage?.At is not null, $"{field}.at", "Is required.");
        var actions = stage?.Actions ?? [];
        Require(actions.Count is > 0 and <= 10, $"{field}.actions", "Give 1 to 10 actions.");
        return new Stage(stage?.At ?? 1m, [.. actions.Select((action, index) => ReadAction(action, $"{field}.actions[{index}]"))]);
    }

    private BreakerAction ReadAction(ActionBody? action, string field)
    {
        Require(action is not null, field, "Must not be null.");
        Require(action?.Kind is not null, $"{field}.kind", "Is required.");
        return action is null ? new BreakerAction(default) : new BreakerAction(action.Kind.GetValueOrDefault())
        {
            ReduceBy = action.ReduceBy,
            Selector = action.Selector,
            CancelFilter = action.CancelFilter,
            PauseMode = action.PauseMode,
            Until = action.Until,
            For = action.ForSeconds is { } seconds ? Seconds(seconds, $"{field}.for_seconds") : null,
            Factor = action.Factor,
            Distance = action.Distance,
            Style = action.Style,
            MaxSlippage = action.MaxSlippage,
            Order = action.Order,
            Severity = action.Severity,
            Channels = [.. action.Channels.Distinct()],
            FromTrip = action.FromTrip,
        };
    }

    private Scope ReadScope(ScopeBody? scope, BreakerBody body, string field) => scope is null
        ? new Scope { Exchanges = [.. body.Exchanges ?? []], Symbols = Entries(body.Symbols, "symbols") }
        : new Scope
        {
            Exchanges = [.. scope.Exchanges.Distinct()],
            Accounts = [.. scope.Accounts.Distinct().Select(account => new AccountId(account))],
            Symbols = Entries(scope.Symbols, $"{field}.symbols"),
            Underlyings = Entries(scope.Underlyings, $"{field}.underlyings"),
        };

    private ImmutableArray<string> Entries(IReadOnlyList<string?>? entries, string field)
    {
        Require(entries is null or { Count: <= MostEntries }, field, $"Give at most {MostEntries}.");
        Require(entries is null || entries.All(IsEntry), field, $"Every entry needs 1 to {LongestEntry} characters.");
        return [.. (entries ?? []).Where(IsEntry).Select(entry => SymbolSpelling.Of(entry!)).Distinct(SymbolSpelling.Comparer)];
    }

    private ImmutableSortedDictionary<string, string> ReadSettings(IReadOnlyDictionary<string, string>? settings)
    {
        Require(settings is null or { Count: <= MostEntries }, "settings", $"Give at most {MostEntries}.");
        foreach (var (name, value) in settings ?? ImmutableDictionary<string, string>.Empty)
        {
            Require(IsEntry(name) && IsEntry(value), $"settings.{name}", $"Name and value need 1 to {LongestEntry} characters.");
        }

        return settings?.ToImmutableSortedDictionary(StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty;
    }

    private Qualification? ReadQualification(BreakerBody body) => body is { QualifyForMs: null, QualifyMinSamples: null }
        ? null
        : new Qualification(
            TimeSpan.FromMilliseconds(InRange(body.QualifyForMs ?? 0, 0, 3_600_000, "qualify_for_ms")),
            InRange(body.QualifyMinSamples ?? 1, 1, 1000, "qualify_min_samples"));

    private TimeSpan Seconds(int? seconds, string field) => TimeSpan.FromSeconds(InRange(seconds ?? 0, 0, MostSeconds, field));

    private int InRange(int value, int least, int most, string field)
    {
        Require(value >= least && value <= most, field, $"Must lie between {least} and {most}.");
        return value;
    }

    private void Judge(CircuitBreaker breaker)
    {
        foreach (var (field, message) in BreakerValidation.Validate(breaker))
        {
            Require(false, field, message);
        }
    }

    private static bool IsEntry(string? text) => text?.Trim().Length is > 0 and <= LongestEntry;

    private void Require(bool holds, string field, string reason)
    {
        if (holds)
        {
            return;
        }

        if (!_errors.TryGetValue(field, out var reasons))
        {
            _errors[field] = reasons = [];
        }

        reasons.Add(reason);
    }
}
