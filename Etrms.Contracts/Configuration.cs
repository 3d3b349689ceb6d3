using System.ComponentModel.DataAnnotations;
using Etrms.Domain.Risk.Breakers;
using Etrms.Domain.Risk.Configuration;

namespace Etrms.Contracts;

/// <summary>What may be configured, in sections; the same for every installation of this version.</summary>
public sealed record SettingSectionsView(IReadOnlyList<SettingSectionView> Sections);

public sealed record SettingSectionView(string Key, string Title, string Summary, IReadOnlyList<SettingView> Settings);

/// <param name="Key">"section.name": how values, faults and differences name it.</param>
/// <param name="Range">What is allowed, in words.</param>
public sealed record SettingView(string Key, string Title, string Help, SettingUnit Unit, Tightness Tightness, string Range, string Default);

/// <summary>The risk settings as configured, and what of them holds.</summary>
public sealed record RiskConfigurationView
{
    /// <summary>Number of the configured version; 0 while nothing was ever saved and the defaults are configured.</summary>
    public required int Version { get; init; }

    /// <summary>SHA-256 over every key and value.</summary>
    public required string Hash { get; init; }

    public string Note { get; init; } = "";

    public string? SavedBy { get; init; }

    public DateTimeOffset? SavedAt { get; init; }

    /// <summary>Configured values by key.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>Values that the risk worker works with; null before it first stored its state.</summary>
    public IReadOnlyDictionary<string, string>? Effective { get; init; }

    /// <summary>The newest version that the worker has taken in; null before it first stored its state.</summary>
    public int? TakenVersion { get; init; }

    /// <summary>Looser values that wait, from what holds to what is configured.</summary>
    public IReadOnlyList<SettingDifferenceView> Pending { get; init; } = [];

    /// <summary>Market time of the day boundary at which they take effect; null when nothing waits or it is unknown.</summary>
    public DateTimeOffset? PendingUntil { get; init; }

    /// <summary>True when a tripped breaker keeps them waiting beyond that boundary.</summary>
    public bool WaitsForBreakers { get; init; }
}

/// <param name="Change">Whether the second value protects less than the first; a change that protects nothing is NONE.</param>
public sealed record SettingDifferenceView(string Key, string Title, SettingUnit Unit, string Before, string After, BreakerChange Change);

public sealed record SaveRiskConfigurationRequest
{
    /// <summary>The version that the values were based on; another one configured by now answers 409.</summary>
    [Required, Range(0, int.MaxValue - 1)]
    public int? Version { get; init; }

    [StringLength(500)]
    public string Note { get; init; } = "";

    /// <summary>Values by key; what is not named keeps its value.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}

public sealed record RevertRiskConfigurationRequest
{
    /// <summary>The configured version that was seen.</summary>
    [Required, Range(0, int.MaxValue - 1)]
    public int? Version { get; init; }

    /// <summary>The version to bring back, as a new one; 0 brings back the defaults.</summary>
    [Required, Range(0, int.MaxValue - 1)]
    public int? To { get; init; }

    [StringLength(500)]
    public string Note { get; init; } = "";
}

public sealed record ResetSettingsRequest
{
    /// <summary>The configured version that was seen.</summary>
    [Required, Range(0, int.MaxValue - 1)]
    public int? Version { get; init; }

    [Required, StringLength(50, MinimumLength = 1)]
    public string Section { get; init; } = "";

    [StringLength(500)]
    public string Note { get; init; } = "";
}

/// <summary>What values would change, without saving them.</summary>
/// <param name="Differences">From what is configured; empty while there are errors.</param>
/// <param name="Errors">Reasons by field, empty when the values may be saved.</param>
public sealed record RiskConfigurationPreviewView(
    int Version, IReadOnlyList<SettingDifferenceView> Differences, IReadOnlyDictionary<string, string[]> Errors);

public sealed record RiskConfigurationVersionView
{
    public required int Version { get; init; }

    public required string Hash { get; init; }

    public required string Note { get; init; }

    /// <summary>The version that this one brought back; null when it brought none back.</summary>
    public int? RevertsTo { get; init; }

    public required string SavedBy { get; init; }

    public required DateTimeOffset SavedAt { get; init; }

    /// <summary>What set it apart from the version before.</summary>
    public required IReadOnlyList<SettingDifferenceView> Differences { get; init; }
}

public sealed record RiskConfigurationDiffView(int From, int To, IReadOnlyList<SettingDifferenceView> Differences);

/// <summary>Settings and breakers as a file: what is exported here can be imported here or elsewhere.</summary>
public sealed record RiskConfigurationFile
{
    public const string CurrentFormat = "etrms-risk-configuration/1";

    [Required, StringLength(60)]
    public string Format { get; init; } = CurrentFormat;

    /// <summary>The version that was exported; not judged on import.</summary>
    [Range(0, int.MaxValue - 1)]
    public int Version { get; init; }

    public DateTimeOffset? ExportedAt { get; init; }

    /// <summary>When the next version took this one's place: its breakers are those of just before. Null with those of the export itself.</summary>
    public DateTimeOffset? BreakersAsOf { get; init; }

    /// <summary>Values by key; what is not named keeps its value.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Every breaker there is to be: others are deleted. Null leaves the breakers as they are.</summary>
    [MaxLength(500)]
    public IReadOnlyList<BreakerInFile>? Breakers { get; init; }
}

public sealed record BreakerInFile
{
    [Required]
    public Guid? Id { get; init; }

    /// <summary>The revision that was exported; not judged on import.</summary>
    [Range(0, int.MaxValue - 1)]
    public int Revision { get; init; }

    [Required]
    public BreakerBody? Configuration { get; init; }
}

public sealed record ImportRiskConfigurationRequest
{
    /// <summary>The configured version that was seen.</summary>
    [Required, Range(0, int.MaxValue - 1)]
    public int? Version { get; init; }

    /// <summary>True shows what would change and changes nothing.</summary>
    public bool DryRun { get; init; }

    [StringLength(500)]
    public string Note { get; init; } = "";

    [Required]
    public RiskConfigurationFile? File { get; init; }
}

public enum BreakerImport
{
    Created,
    Changed,
    Deleted,
}

/// <param name="Change">Whether it protects less afterwards; looser ones wait on live accounts and while tripped.</param>
/// <param name="Before">The rule in one sentence; null when it is created.</param>
/// <param name="After">The rule in one sentence; null when it is deleted.</param>
public sealed record BreakerImportView(Guid Id, string Name, BreakerImport Outcome, BreakerChange Change, string? Before, string? After);

/// <summary>What an import changes, or would change.</summary>
/// <param name="Version">The configured version afterwards.</param>
public sealed record RiskConfigurationImportView(
    bool IsApplied, int Version, IReadOnlyList<SettingDifferenceView> Differences, IReadOnlyList<BreakerImportView> Breakers);
