namespace Etrms.AppHost.Local;

/// <summary>What is known while the application runs: addresses, connection strings, parameter values, folders.</summary>
internal sealed class HostState(HostFolder folder, GeneratedSecrets secrets)
{
    private readonly Dictionary<string, string> _connectionStrings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Uri>> _addresses = new(StringComparer.Ordinal);

    public HostFolder Folder => folder;

    public GeneratedSecrets Secrets => secrets;

    public FreePorts Ports { get; } = new();

    public string ValueOf(ParameterResource parameter) => secrets.Parameter(parameter);

    public void SetConnectionString(string resource, string value) => _connectionStrings[resource] = value;

    public void AddAddress(string resource, Uri address)
    {
        if (!_addresses.TryGetValue(resource, out var known))
        {
            _addresses[resource] = known = [];
        }

        known.Add(address);
    }

    public IReadOnlyList<Uri> AddressesOf(string resource) => _addresses.GetValueOrDefault(resource) ?? [];

    public Uri AddressOf(string resource) => AddressesOf(resource) is [var first, ..]
        ? first
        : throw new ArgumentException($"'{resource}' has no address.", nameof(resource));

    public string ConnectionStringOf(string resource) => _connectionStrings.TryGetValue(resource, out var value)
        ? value
        : throw new ArgumentException($"'{resource}' has no connection string.", nameof(resource));
}
