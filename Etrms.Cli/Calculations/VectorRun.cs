using System.Text.Json;

namespace Etrms.Cli.Calculations;

/// <summary>Checks every vector file of a folder, with a line per file.</summary>
/// <param name="leastShare">Share of a file's values that must match.</param>
internal sealed class VectorRun(Terminal terminal, double leastShare)
{
    private const int DifferencesShown = 5;

    private int _passed;
    private int _failed;
    private int _unknown;

    public async Task<int> CheckAsync(DirectoryInfo folder, CancellationToken cancellationToken)
    {
        foreach (var path in folder.EnumerateFiles("*.json").Select(file => file.FullName).Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await CheckAsync(path, cancellationToken);
        }

        await terminal.Out.WriteLineAsync($"{_passed} passed, {_failed} failed, {_unknown} unknown");
        return _failed == 0 && _passed > 0 ? ExitCode.Complete : ExitCode.Failed;
    }

    private async Task CheckAsync(string path, CancellationToken cancellationToken)
    {
        using var document = await ParseAsync(path, cancellationToken);
        var file = document is null ? null : new VectorFile(path, document.RootElement);
        if (file is null || CalculationCatalog.Vectors.FirstOrDefault(family => family.Takes(file)) is not { } family)
        {
            _unknown++;
            await terminal.Out.WriteLineAsync($"unknown  {Path.GetFileName(path)}: {(file is null ? "not JSON" : "of no family that is known here")}");
            return;
        }

        var findings = new VectorFindings();
        var fault = Compare(family, file, findings);
        var isPassed = fault is null && findings.Compared > 0 && findings.Share >= leastShare;
        (_passed, _failed) = isPassed ? (_passed + 1, _failed) : (_passed, _failed + 1);
        await terminal.Out.WriteLineAsync(
            $"{(isPassed ? "passed" : "FAILED")}   {file.Name}: {family.Name}, {findings.Matched:N0} of {findings.Compared:N0} values match ({100 * findings.Share:0.00} %)");
        foreach (var difference in findings.Differences.Take(DifferencesShown).Prepend(fault).OfType<string>().Concat(isPassed ? findings.Figures : []))
        {
            await terminal.Out.WriteLineAsync($"         {difference}");
        }
    }

    /// <summary>Null, or why the file could not be worked through: a family is told by some of its keys, and another may be missing.</summary>
    private static string? Compare(IVectorFamily family, VectorFile file, VectorFindings findings)
    {
        try
        {
            family.Compare(file, findings);
            return null;
        }
        catch (Exception fault) when (fault is KeyNotFoundException or InvalidOperationException or FormatException or CommandFailedException)
        {
            return $"not of the shape that was expected: {fault.Message}";
        }
    }

    private static async Task<JsonDocument?> ParseAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return JsonDocument.Parse(await File.ReadAllBytesAsync(path, cancellationToken));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
