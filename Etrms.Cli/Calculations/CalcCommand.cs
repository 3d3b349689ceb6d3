using System.CommandLine;
using System.Text.Json;

namespace Etrms.Cli.Calculations;

/// <summary>etrms calc: runs an indicator, estimator, fit or test on given arrays, offline.</summary>
internal sealed class CalcCommand
{
    private const string Text = """
        Calculate an indicator, an estimator, a fit or a test on given arrays, offline, and print JSON: null where it is undefined.
        The input is an object with the arrays and parameters that --list names for it.

        Exit codes: 0 done (or every vector file passed), 1 a vector file failed or none was found, 2 bad usage or input.

        Examples:
          etrms calc --list
          etrms calc RSI --input prices.json
          etrms calc --vectors vectors/quant
          etrms calc --vectors others --share 0.98
        """;

    private readonly Terminal _terminal;
    private readonly Argument<string?> _name = new("NAME") { Description = "What to calculate.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _input = new("--input") { Description = "File with the input, as JSON.", HelpName = "FILE" };
    private readonly Option<bool> _list = new("--list") { Description = "List all that can be calculated; with NAME, only that one." };
    private readonly Option<DirectoryInfo?> _vectors = new("--vectors") { Description = "Check every file of known results in a folder.", HelpName = "FOLDER" };
    private readonly Option<double> _share = new("--share")
    {
        Description = "With --vectors: share of a file's values that must match. Default: 1.",
        DefaultValueFactory = _ => 1,
        HelpName = "SHARE",
    };

    private CalcCommand(Terminal terminal) => _terminal = terminal;

    public static Command Build(Terminal terminal) => new CalcCommand(terminal).Build();

    private Command Build()
    {
        var command = new Command("calc", Text);
        command.Arguments.Add(_name);
        command.Options.Add(_input);
        command.Options.Add(_list);
        command.Options.Add(_vectors);
        command.Options.Add(_share);
        command.SetAction((parsed, cancellationToken) => (parsed.GetValue(_name), parsed.GetValue(_input), parsed.GetValue(_list), parsed.GetValue(_vectors)) switch
        {
            (var name, null, true, null) => ListAsync(name),
            ({ } name, { } input, false, null) => RunAsync(name, input, cancellationToken),
            (null, null, false, { } folder) => CheckAsync(folder, parsed.GetValue(_share), cancellationToken),
            ({ } name, null, false, null) => throw CalculationInput.Bad($"Give the input of {name} with --input FILE; --list {name} tells what it takes."),
            _ => throw CalculationInput.Bad("Give --list, or NAME with --input FILE, or --vectors with a folder."),
        });
        return command;
    }

    private async Task<int> ListAsync(string? name)
    {
        var chosen = name is null ? CalculationCatalog.Calculations : [Named(name)];
        foreach (var family in chosen.GroupBy(calculation => calculation.Family))
        {
            await _terminal.Out.WriteLineAsync($"{family.Key}:");
            foreach (var calculation in family)
            {
                await _terminal.Out.WriteLineAsync($"  {calculation.Name,-22} {calculation.Summary}");
                foreach (var parameter in calculation.Parameters)
                {
                    var fallback = parameter.Default is { } given ? $" (default {given})" : "";
                    await _terminal.Out.WriteLineAsync($"    {parameter.Name,-20} {parameter.Meaning}{fallback}");
                }
            }
        }

        return ExitCode.Complete;
    }

    private async Task<int> RunAsync(string name, string path, CancellationToken cancellationToken)
    {
        var calculation = Named(name);
        if (!File.Exists(path))
        {
            throw CalculationInput.Bad($"There is no file {path}.");
        }

        using var document = await ParseAsync(path, cancellationToken);
        document.RootElement.RefuseUnknown(calculation);
        await _terminal.Out.WriteLineAsync(calculation.Run(document.RootElement).ToJsonString());
        return ExitCode.Complete;
    }

    private async Task<int> CheckAsync(DirectoryInfo folder, double share, CancellationToken cancellationToken) =>
        !folder.Exists ? throw CalculationInput.Bad($"There is no folder {folder}.")
        : share is > 0 and <= 1 ? await new VectorRun(_terminal, share).CheckAsync(folder, cancellationToken)
        : throw CalculationInput.Bad("--share must lie above 0 and not above 1.");

    private static ICalculation Named(string name) =>
        CalculationCatalog.Find(name) ?? throw CalculationInput.Bad($"There is no calculation {name}. Try: etrms calc --list");

    private static async Task<JsonDocument> ParseAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return JsonDocument.Parse(await File.ReadAllBytesAsync(path, cancellationToken));
        }
        catch (JsonException fault)
        {
            throw CalculationInput.Bad($"{path} is not JSON: {fault.Message}");
        }
    }
}
