namespace Etrms.Infrastructure.Strategies;

/// <summary>Where own strategies are.</summary>
public sealed class StrategyOptions
{
    public const string Section = "Strategies";

    /// <summary>Folder of their assemblies; lies in Etrms:StateFolder when not given. A folder that is not there holds none.</summary>
    public string Folder { get; set; } = "";
}
