using System.Reflection;
using System.Runtime.Loader;

namespace Etrms.Contracts.Strategies;

/// <summary>
/// A room of its own for one assembly and its libraries, so that two strategies may bring different versions of one. What ETRMS itself consists of is
/// shared, for a strategy must be of our types. Files are read and let go, so that they can be built anew beside a running process.
/// </summary>
internal sealed class StrategyLoadContext(string path) : AssemblyLoadContext($"strategy {Path.GetFileNameWithoutExtension(path)}", isCollectible: true)
{
    private readonly AssemblyDependencyResolver _libraries = new(path);

    public Assembly Load() => Read(path);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name!.StartsWith("Etrms.", StringComparison.Ordinal) ? null
        : _libraries.ResolveAssemblyToPath(assemblyName) is { } library ? Read(library)
        : null;

    private Assembly Read(string file)
    {
#pragma warning disable MA0045 // The runtime asks for libraries synchronously.
        using var bytes = File.OpenRead(file);
#pragma warning restore MA0045
        return LoadFromStream(bytes);
    }
}
