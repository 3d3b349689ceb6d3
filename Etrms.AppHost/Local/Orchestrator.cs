using Microsoft.Extensions.Configuration;

namespace Etrms.AppHost.Local;

/// <summary>Starts the resources as soon as what they wait for is ready, and stops them in the reverse order.</summary>
internal sealed class Orchestrator : IAsyncDisposable
{
    private static readonly TimeSpan HttpDeadline = TimeSpan.FromSeconds(2);

    private readonly IConfiguration _configuration;
    private readonly IReadOnlyList<Resource> _resources;
    private readonly Dictionary<Resource, Task> _ready = [];
    private readonly List<(Resource Resource, Supervised Process)> _running = [];
    private readonly HttpClient _probe = new() { Timeout = HttpDeadline };
    private HostState? _state;

    public Orchestrator(IConfiguration configuration, IReadOnlyList<Resource> resources)
    {
        _configuration = configuration;
        _resources = resources;
    }

    public HostState State => _state ?? throw new HostException("the application was not started.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var folder = HostFolder.Open(_configuration["ETRMS_STATE"] is { Length: > 0 } chosen ? chosen : HostFolder.Default());
        _state = new HostState(folder, new GeneratedSecrets(_configuration, folder));
        var projects = _resources.OfType<ProjectResource>().ToDictionary(project => project, project => new ProjectLauncher(_configuration, State, project));
        foreach (var resource in _resources)
        {
            _ready[resource] = StartWhenReadyAsync(resource, projects, cancellationToken);
        }

        await Task.WhenAll(_ready.Values);
    }

    public int ProcessIdOf(string resource) => Find(resource).ProcessId;

    public Task WaitForHealthyAsync(string resource, CancellationToken cancellationToken) => Find(resource).WaitForHealthyAsync(cancellationToken);

    /// <summary>Waves from the outside in: whoever waited for another ends before it.</summary>
    public async Task StopAsync()
    {
        List<(Resource Resource, Supervised Process)> left;
        lock (_running)
        {
            left = [.. _running];
            _running.Clear();
        }

        while (left.Count > 0)
        {
            var wave = left.FindAll(one => !left.Exists(other => other.Resource != one.Resource && Needs(other.Resource, one.Resource)));
            await Task.WhenAll(wave.Select(one => one.Process.DisposeAsync().AsTask()));
            left.RemoveAll(wave.Contains);
        }

        _state?.Folder.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _probe.Dispose();
    }

    private async Task StartWhenReadyAsync(
        Resource resource, Dictionary<ProjectResource, ProjectLauncher> projects, CancellationToken cancellationToken)
    {
        // Yields first, so that every resource has its task before any of them looks for another's.
        await Task.Yield();
        await Task.WhenAll(resource.HealthyFirst.Concat(resource.CompletedFirst).Select(other => _ready[other])).WaitAsync(cancellationToken);
        switch (resource)
        {
            case PostgresServerResource server when GivenDatabases(server) is null:
                await StartPostgresAsync(server, cancellationToken);
                break;
            case RedisResource redis:
                await StartRedisAsync(redis, cancellationToken);
                break;
            case ProjectResource project when projects[project].RunsToCompletion:
                await projects[project].RunAsync(IndexOf(project), cancellationToken);
                break;
            case ProjectResource project:
                await Task.WhenAll(projects[project].Plans().Select(plan => SuperviseAsync(
                    project, plan.Plan, token => projects[project].AskAsync(_probe, plan.Address, token), cancellationToken)));
                break;
        }
    }

    private async Task StartPostgresAsync(PostgresServerResource resource, CancellationToken cancellationToken)
    {
        var server = new PostgresServer(State, resource.Name);
        await SuperviseAsync(resource, server.Plan(), server.AskAsync, cancellationToken);
        foreach (var database in DatabasesOf(resource))
        {
            server.CreateDatabase(database.Name);
            State.SetConnectionString(database.Name, server.ConnectionString(database.Name));
        }
    }

    private async Task StartRedisAsync(RedisResource resource, CancellationToken cancellationToken)
    {
        if (_configuration.GetConnectionString(resource.Name) is { Length: > 0 } given)
        {
            State.SetConnectionString(resource.Name, given);
            return;
        }

        var server = new RedisServer(State, resource);
        State.SetConnectionString(resource.Name, server.ConnectionString);
        await SuperviseAsync(resource, server.Plan(), server.AskAsync, cancellationToken);
    }

    private async Task SuperviseAsync(
        Resource resource, ProcessPlan plan, Func<CancellationToken, Task<string?>> ask, CancellationToken cancellationToken)
    {
        var process = new Supervised(plan, IndexOf(resource), ask);
        lock (_running)
        {
            _running.Add((resource, process));
        }

        await process.StartAsync(cancellationToken);
    }

    /// <summary>Connection strings of the trader's own server; null when the host shall run one.</summary>
    private string? GivenDatabases(PostgresServerResource server)
    {
        foreach (var database in DatabasesOf(server))
        {
            if (_configuration.GetConnectionString(database.Name) is not { Length: > 0 } given)
            {
                return null;
            }

            State.SetConnectionString(database.Name, given);
        }

        return server.Name;
    }

    private IEnumerable<PostgresDatabaseResource> DatabasesOf(PostgresServerResource server) =>
        _resources.OfType<PostgresDatabaseResource>().Where(database => database.Server == server);

    private Supervised Find(string resource)
    {
        lock (_running)
        {
            return _running.Find(one => one.Resource.Name == resource).Process
                ?? throw new ArgumentException($"'{resource}' is not running.", nameof(resource));
        }
    }

    private int IndexOf(Resource resource) => _resources.Select((known, index) => (known, index)).First(pair => pair.known == resource).index;

    private static bool Needs(Resource one, Resource other) => one.HealthyFirst.Concat(one.CompletedFirst).Concat(one.References)
        .Any(next => next == other || Needs(next, other));
}
