using Etrms.Domain.Risk;
using Microsoft.Extensions.Options;

namespace Etrms.Workers.Risk.Standby;

/// <summary>Who this worker is: its installation, which is the same after a restart, and this process within it.</summary>
internal sealed class Installation
{
    public Installation(IOptions<RiskOptions> options)
    {
        // A machine may run several workers, each with a state folder of its own.
        var folder = PlanIds.Uuid5(PlanIds.Root, Path.GetFullPath(options.Value.JournalFolder));
        Name = $"{Environment.MachineName}/{folder.ToString("N")[..8]}";
        Holder = $"{Name}:{Environment.ProcessId}:{Guid.NewGuid():N}";
    }

    public string Name { get; }

    /// <summary>Under this name the process holds the lease; begins with the installation's and a colon.</summary>
    public string Holder { get; }

    /// <summary>The installation of a process by the name of its lease.</summary>
    public static string NameOf(string holder) => holder.IndexOf(':', StringComparison.Ordinal) is >= 0 and var end ? holder[..end] : holder;
}
