using Microsoft.Extensions.Configuration;

namespace Etrms.AppHost.Local;

/// <summary>Runs the program up to its Build() and hands its builder to a test, in the shape of Aspire's testing builder.</summary>
public sealed class DistributedApplicationTestingBuilder
{
    private static readonly AsyncLocal<Capture?> Current = new();

    private readonly DistributedApplicationBuilder _builder;

    private DistributedApplicationTestingBuilder(DistributedApplicationBuilder builder) => _builder = builder;

    public IConfigurationManager Configuration => _builder.Configuration;

    /// <summary>Reads the resources of the AppHost's program without starting anything.</summary>
    /// <param name="args">Command line of the program, such as --ETRMS_STATE=/tmp/x.</param>
    public static DistributedApplicationTestingBuilder Create(params string[] args)
    {
        var capture = new Capture();
        Current.Value = capture;
        try
        {
            typeof(DistributedApplicationTestingBuilder).Assembly.EntryPoint!.Invoke(null, [args]);
        }
        catch (System.Reflection.TargetInvocationException stopped) when (stopped.InnerException is StoppedAtBuildException)
        {
            return new DistributedApplicationTestingBuilder(capture.Builder!);
        }
        finally
        {
            Current.Value = null;
        }

        throw new InvalidOperationException("The program ended without building an application.");
    }

    /// <summary>A resource by name, to change its environment before the start.</summary>
    public IResourceBuilder<T> CreateResourceBuilder<T>(string name)
        where T : Resource =>
        new DistributedApplicationBuilder.ResourceBuilder<T>(_builder, _builder.Resources.OfType<T>().Single(resource => resource.Name == name));

    public DistributedApplication Build() => _builder.Build();

    /// <summary>Called by every Build(): under a test it keeps the builder and ends the program there.</summary>
    internal static void Intercept(DistributedApplicationBuilder builder)
    {
        if (Current.Value is { } capture)
        {
            capture.Builder = builder;
            throw new StoppedAtBuildException();
        }
    }

    private sealed class Capture
    {
        public DistributedApplicationBuilder? Builder { get; set; }
    }

    private sealed class StoppedAtBuildException : Exception;
}
