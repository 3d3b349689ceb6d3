namespace Etrms.Benchmarks;

/// <summary>A measurement that states its bound and fails when it is missed.</summary>
internal interface IBenchmark
{
    /// <summary>Argument on the command line that runs it.</summary>
    string Name { get; }

    string Description { get; }

    /// <summary>Measures and prints; the exit code, 0 when every bound holds.</summary>
    Task<int> RunAsync(string[] arguments);
}
