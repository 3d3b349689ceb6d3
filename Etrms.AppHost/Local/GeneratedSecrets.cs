using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Etrms.AppHost.Local;

/// <summary>Credentials made once per installation and kept in a file that only the owner can read.</summary>
internal sealed class GeneratedSecrets
{
    private const int SecretBytes = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly IConfiguration _configuration;
    private readonly string _file;
    private readonly Dictionary<string, string> _values;

    public GeneratedSecrets(IConfiguration configuration, HostFolder folder)
    {
        _configuration = configuration;
        _file = Path.Combine(folder.Path, "credentials.json");
        _values = File.Exists(_file) ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(_file))! : [];
    }

    public string Parameter(ParameterResource parameter)
    {
        if (_configuration[$"Parameters:{parameter.Name}"] is { Length: > 0 } given)
        {
            return given;
        }

        return parameter.Secret
            ? Credential(parameter.Name)
            : throw new HostException($"the parameter '{parameter.Name}' is not set. Give it as Parameters__{parameter.Name}=… in the environment.");
    }

    /// <summary>A random value in base64, the same on every later start.</summary>
    public string Credential(string name)
    {
        lock (_values)
        {
            if (!_values.TryGetValue(name, out var value))
            {
                _values[name] = value = Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));
                Save();
            }

            return value;
        }
    }

    /// <summary>Like <see cref="Credential"/> but of letters and digits only, for connection strings and links.</summary>
    public string PlainCredential(string name) => Convert.ToHexStringLower(Convert.FromBase64String(Credential(name)));

    private void Save()
    {
        var fresh = _file + ".new";
        using (var stream = new FileStream(fresh, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            JsonSerializer.Serialize(stream, _values);
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, _file, overwrite: true);
    }
}
