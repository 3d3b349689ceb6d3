namespace Etrms.AppHost.Local;

/// <summary>A project that the host starts; the build writes one class per referenced project.</summary>
public interface IProjectMetadata
{
    string ProjectPath { get; }

    string AssemblyPath { get; }
}

/// <summary>Something the application is made of. Names are unique and serve as host names in discovery.</summary>
public abstract class Resource(string name)
{
    public string Name { get; } = name;

    /// <summary>Resources that must be healthy before this one starts.</summary>
    internal List<Resource> HealthyFirst { get; } = [];

    /// <summary>Resources that must have ended well before this one starts.</summary>
    internal List<Resource> CompletedFirst { get; } = [];

    /// <summary>Resources whose address this one is told.</summary>
    internal List<Resource> References { get; } = [];

    internal Dictionary<string, Func<HostState, string>> Environment { get; } = new(StringComparer.Ordinal);
}

/// <summary>A value given in configuration (Parameters:name); a secret that is not given is generated once and kept.</summary>
public sealed class ParameterResource(string name, bool secret) : Resource(name)
{
    public bool Secret { get; } = secret;
}

public sealed class PostgresServerResource(string name) : Resource(name)
{
    internal bool KeepsData { get; set; }
}

public sealed class PostgresDatabaseResource(string name, PostgresServerResource server) : Resource(name)
{
    public PostgresServerResource Server { get; } = server;
}

public sealed class RedisResource(string name) : Resource(name)
{
    internal bool KeepsData { get; set; }
}

public sealed class ProjectResource(string name, IProjectMetadata project, string? launchProfileName) : Resource(name)
{
    public IProjectMetadata Project { get; } = project;

    public string? LaunchProfileName { get; } = launchProfileName;

    internal string? HealthPath { get; set; }

    /// <summary>False binds to loopback only, which is what this host always does; kept for Aspire's publishers.</summary>
    internal bool IsExternal { get; set; }

    internal int Replicas { get; set; } = 1;
}
