using System.Text.Json;

namespace Etrms.Cli.Calculations;

/// <summary>A vector file: input, parameters, what is expected of them, and how closely.</summary>
internal sealed record VectorFile(string Path, JsonElement Root)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public JsonElement Input => Root.GetProperty("input");

    public JsonElement Parameters => Root.GetProperty("parameters");

    public JsonElement Expected => Root.GetProperty("expected");

    public JsonElement Tolerance => Root.GetProperty("tolerance");

    /// <summary>Whether there is something at a path of members.</summary>
    public bool Has(params ReadOnlySpan<string> path)
    {
        var at = Root;
        foreach (var name in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return false;
            }
        }

        return true;
    }
}
