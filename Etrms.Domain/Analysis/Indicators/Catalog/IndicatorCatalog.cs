using System.Collections.Immutable;

namespace Etrms.Domain.Analysis.Indicators.Catalog;

/// <summary>All indicators by name; a new one is a file and a line here.</summary>
public static class IndicatorCatalog
{
    private static readonly Dictionary<string, IndicatorEntry> ByName;

    static IndicatorCatalog()
    {
        All = [.. AverageEntries.All, .. BandEntries.All, .. MomentumEntries.All, .. TrendEntries.All, .. VolumeEntries.All];
        ByName = All.ToDictionary(entry => entry.Name, StringComparer.OrdinalIgnoreCase);
    }

    public static ImmutableArray<IndicatorEntry> All { get; }

    /// <summary>Null when there is none of that name.</summary>
    public static IndicatorEntry? Find(string name) => ByName.GetValueOrDefault(name);
}
