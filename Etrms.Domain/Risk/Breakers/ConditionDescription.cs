using System.Collections.Immutable;

namespace Etrms.Domain.Risk.Breakers;

/// <summary>Unit of a condition's value and threshold.</summary>
public enum ConditionUnit
{
    /// <summary>A share, 0.05 for 5 %.</summary>
    Fraction,

    /// <summary>Money in quote units.</summary>
    Quote,

    /// <summary>Base units of the contract.</summary>
    Base,

    Count,

    /// <summary>Times equity; may exceed 1.</summary>
    Multiple,

    Seconds,
}

public enum SettingKind
{
    Choice,
    Number,
    Flag,
    Text,
}

/// <summary>A setting of a condition, as a form needs it. Values are text: a choice, an invariant number, "true" or "false", or free text that the condition checks.</summary>
public sealed record ConditionSetting(
    string Name, string Title, SettingKind Kind, string Default, ImmutableArray<string> Choices, string Help)
{
    /// <summary>Smallest allowed number; null for none.</summary>
    public decimal? Min { get; init; }

    /// <summary>Largest allowed number; null for none.</summary>
    public decimal? Max { get; init; }
}

/// <summary>What a condition measures, in the words a trader sees.</summary>
public sealed record ConditionDescription
{
    /// <summary>Name in configuration and journal, such as MAX_DRAWDOWN.</summary>
    public required string Key { get; init; }

    public required string Title { get; init; }

    /// <summary>Unit with the default settings.</summary>
    public required ConditionUnit Unit { get; init; }

    public required string Formula { get; init; }

    public required decimal DefaultThreshold { get; init; }

    /// <summary>Fraction of the threshold at which the condition counts as clear (hysteresis); above 1 where a falling value trips.</summary>
    public required decimal DefaultClearAt { get; init; }

    public ImmutableArray<ConditionSetting> Settings { get; init; } = [];

    /// <summary>True when it watches feeds, which must have been fresh for a while before it is clear.</summary>
    public bool IsOfFeeds { get; init; }

    /// <summary>True when every position in scope is watched and tripped by itself.</summary>
    public bool IsPerPosition { get; init; }

    /// <summary>True when the condition trips at or below its threshold, as a distance does.</summary>
    public bool IsFalling { get; init; }
}
