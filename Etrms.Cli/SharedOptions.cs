using System.CommandLine;
using System.Text.Json;
using Etrms.Contracts;

namespace Etrms.Cli;

/// <summary>Options that every command of the running system takes.</summary>
internal sealed class SharedOptions
{
    private static readonly JsonSerializerOptions Indented = new(EtrmsJson.Options) { WriteIndented = true };

    public Option<string?> Api { get; } = new("--api")
    {
        Description = "Address of the Api, such as http://localhost:5181. Default: ETRMS_API, else where you logged in.",
        HelpName = "URL",
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Print JSON for scripts; messages go to stderr." };

    public void AddTo(Command command)
    {
        command.Options.Add(Api);
        command.Options.Add(Json);
    }

    public static Task PrintAsync<T>(Terminal terminal, T value) => terminal.Out.WriteLineAsync(Text(value));

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Indented);
}
