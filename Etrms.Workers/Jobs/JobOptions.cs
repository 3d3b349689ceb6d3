using System.ComponentModel.DataAnnotations;

namespace Etrms.Workers.Jobs;

internal sealed class JobOptions
{
    public const string Section = "Jobs";

    /// <summary>Pieces that this worker computes at once; 0 leaves them to others, nothing given leaves one core to the risk loop.</summary>
    [Range(0, 256)]
    public int? Computations { get; set; }

    /// <summary>Days after which the console forgets lines of the log.</summary>
    [Range(1, 3650)]
    public int KeepDays { get; set; } = 30;

    public int ComputationsAtOnce => Computations ?? Math.Max(1, Environment.ProcessorCount - 1);
}
