using Etrms.AppHost.Local;

namespace Etrms.Integration.Tests.Running;

/// <summary>Single projects of the AppHost's program, for tests that need only one of them.</summary>
internal static class AppHostProjects
{
    public static IResourceBuilder<ProjectResource> AddAlone(this IDistributedApplicationBuilder builder, string name)
    {
        var project = DistributedApplicationTestingBuilder.Create().CreateResourceBuilder<ProjectResource>(name).Resource.Project;
        return builder.AddResource(new ProjectResource(name, project, name)).WithHttpHealthCheck("/health");
    }
}
