using Microsoft.Extensions.Configuration;

namespace Etrms.AppHost.Local;

public interface IDistributedApplicationBuilder
{
    IConfigurationManager Configuration { get; }

    IReadOnlyList<Resource> Resources { get; }

    IResourceBuilder<T> AddResource<T>(T resource)
        where T : Resource;

    DistributedApplication Build();
}

public interface IResourceBuilder<out T>
    where T : Resource
{
    IDistributedApplicationBuilder ApplicationBuilder { get; }

    T Resource { get; }
}

/// <summary>Collects the resources in the order in which the program names them; that order breaks ties when starting.</summary>
#pragma warning disable CA1001 // The configuration lives as long as the process.
internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
#pragma warning restore CA1001
{
    private readonly List<Resource> _resources = [];
    private readonly ConfigurationManager _configuration = new();

    public DistributedApplicationBuilder(string[] args) =>
        _configuration.AddEnvironmentVariables().AddCommandLine(args);

    public IConfigurationManager Configuration => _configuration;

    public IReadOnlyList<Resource> Resources => _resources;

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : Resource
    {
        if (_resources.Exists(known => known.Name == resource.Name))
        {
            throw new ArgumentException($"Two resources are called '{resource.Name}'.", nameof(resource));
        }

        _resources.Add(resource);
        return new ResourceBuilder<T>(this, resource);
    }

    public DistributedApplication Build()
    {
        var application = new DistributedApplication(_configuration, _resources);
        DistributedApplicationTestingBuilder.Intercept(this);
        return application;
    }

    internal sealed record ResourceBuilder<T>(IDistributedApplicationBuilder ApplicationBuilder, T Resource) : IResourceBuilder<T>
        where T : Resource;
}
