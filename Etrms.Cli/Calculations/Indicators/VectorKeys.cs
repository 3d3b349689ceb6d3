namespace Etrms.Cli.Calculations.Indicators;

/// <summary>Members that several kinds of files share.</summary>
internal static class VectorKeys
{
    /// <summary>Index from which seeding no longer matters.</summary>
    public const string CompareFrom = "compareFrom";
}
