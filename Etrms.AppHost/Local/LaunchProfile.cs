using System.Text.Json;

namespace Etrms.AppHost.Local;

/// <summary>What a project's Properties/launchSettings.json says about starting it, as Aspire reads it too.</summary>
internal sealed record LaunchProfile(IReadOnlyList<string> Arguments, int? PreferredPort, IReadOnlyDictionary<string, string> Environment)
{
    public static LaunchProfile Read(ProjectResource resource)
    {
        var path = Path.Combine(Path.GetDirectoryName(resource.Project.ProjectPath)!, "Properties", "launchSettings.json");
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        var profiles = document.RootElement.GetProperty("profiles");
        var profile = resource.LaunchProfileName is { } name ? profiles.GetProperty(name) : profiles.EnumerateObject().First().Value;
        var arguments = profile.TryGetProperty("commandLineArgs", out var line) ? line.GetString()!.Split(' ') : [];
        int? port = profile.TryGetProperty("applicationUrl", out var url) ? new Uri(url.GetString()!.Split(';')[0]).Port : null;
        var environment = profile.TryGetProperty("environmentVariables", out var variables)
            ? variables.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!, StringComparer.Ordinal)
            : [];
        return new LaunchProfile(arguments, port, environment);
    }
}
