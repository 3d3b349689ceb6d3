using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Etrms.AppHost.Local;

/// <summary>Turns a project into processes that see Aspire's variables and nothing else.</summary>
internal sealed class ProjectLauncher
{
    /// <summary>Only the Api may see it.</summary>
    private const string AdminPassword = "ETRMS_ADMIN_PASSWORD";

    private readonly IConfiguration _configuration;
    private readonly HostState _state;
    private readonly ProjectResource _resource;
    private readonly LaunchProfile _profile;
    private readonly List<Uri> _addresses = [];

    public ProjectLauncher(IConfiguration configuration, HostState state, ProjectResource resource)
    {
        _configuration = configuration;
        _state = state;
        _resource = resource;
        _profile = LaunchProfile.Read(resource);
        for (var replica = 0; replica < resource.Replicas && _profile.PreferredPort is not null; replica++)
        {
            var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ChoosePort(replica)}"));
            _addresses.Add(address);
            state.AddAddress(resource.Name, address);
        }
    }

    /// <summary>A project without an address does its work and ends.</summary>
    public bool RunsToCompletion => _addresses.Count == 0;

    public IEnumerable<(ProcessPlan Plan, Uri Address)> Plans() => _addresses.Select((address, replica) =>
        (PlanFor(_addresses.Count == 1 ? _resource.Name : $"{_resource.Name}-{replica}", address), address));

    /// <exception cref="HostException">It ended with a code other than 0.</exception>
    public async Task RunAsync(int colour, CancellationToken cancellationToken)
    {
        var process = ChildProcess.Start(PlanFor(_resource.Name, address: null), colour);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            await process.StopAsync(TimeSpan.FromSeconds(2));
        }

        if (process.ExitCode != 0)
        {
            throw new HostException($"{_resource.Name} ended with code {process.ExitCode}. Its last lines:\n{process.LastLines}");
        }
    }

    /// <summary>What it lacks, by its own word; null when it is healthy.</summary>
    public async Task<string?> AskAsync(HttpClient probe, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await probe.GetAsync(new Uri(address, _resource.HealthPath ?? "/alive"), cancellationToken);
            return response.IsSuccessStatusCode ? null : await response.Content.ReadAsStringAsync(cancellationToken);
        }
        catch (HttpRequestException refused)
        {
            return refused.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "its health check does not answer";
        }
    }

    /// <summary>A port asked for as ETRMS_WEB_PORT (or another name) must be had; else the profile's while it is free.</summary>
    private int ChoosePort(int replica)
    {
        var asked = _configuration[$"ETRMS_{_resource.Name.ToUpperInvariant()}_PORT"];
        return replica == 0 && int.TryParse(asked, CultureInfo.InvariantCulture, out var port)
            ? _state.Ports.Demand(_resource.Name, port)
            : _state.Ports.Take(_profile.PreferredPort + replica);
    }

    private ProcessPlan PlanFor(string name, Uri? address)
    {
        if (!File.Exists(_resource.Project.AssemblyPath))
        {
            throw new HostException($"{_resource.Project.AssemblyPath} is missing. Build the solution first: dotnet build Etrms.sln.");
        }

        return new ProcessPlan(name, Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : "dotnet",
            [_resource.Project.AssemblyPath, .. _profile.Arguments])
        {
            WorkingFolder = Path.GetDirectoryName(_resource.Project.ProjectPath),
            Environment = Variables(name, address),
        };
    }

    private Dictionary<string, string?> Variables(string name, Uri? address)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["OTEL_SERVICE_NAME"] = name,
            ["ASPNETCORE_URLS"] = address?.GetLeftPart(UriPartial.Authority),
            ["Etrms__StateFolder"] = _state.Folder.Path,
        };
        foreach (var (variable, value) in _profile.Environment)
        {
            variables[variable] = value;
        }

        foreach (var reference in _resource.References)
        {
            AddReference(variables, reference);
        }

        foreach (var (variable, value) in _resource.Environment)
        {
            variables[variable] = value(_state);
        }

        if (_resource.Name != "api")
        {
            variables[AdminPassword] = null;
        }

        return variables;
    }

    private void AddReference(Dictionary<string, string?> variables, Resource reference)
    {
        if (reference is ProjectResource)
        {
            var addresses = _state.AddressesOf(reference.Name);
            for (var index = 0; index < addresses.Count; index++)
            {
                variables[$"services__{reference.Name}__http__{index}"] = addresses[index].GetLeftPart(UriPartial.Authority);
            }
        }
        else
        {
            variables[$"ConnectionStrings__{reference.Name}"] = _state.ConnectionStringOf(reference.Name);
        }
    }
}
