using System.Text.Json;
using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Configuration;

/// <summary>A file is shown first, with everything that it would change; then it is taken over whole or not at all.</summary>
public sealed class ImportModel(EtrmsApi api) : BroadChange(api)
{
    private const int LargestFile = 256 * 1024;

    [BindProperty]
    public IFormFile? Upload { get; set; }

    /// <summary>The file between its showing and its taking over.</summary>
    [BindProperty]
    public string? Json { get; set; }

    /// <summary>What the file would change; null before one was chosen.</summary>
    public RiskConfigurationImportView? Shown { get; private set; }

    public int Changes => Shown is null ? 0 : Shown.Differences.Count + Shown.Breakers.Count;

    public override string Phrase => $"IMPORT {Changes}";

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostShowAsync(CancellationToken cancellationToken)
    {
        ModelState.Clear();
        if (Upload is null or { Length: 0 or > LargestFile })
        {
            ModelState.AddModelError(nameof(Upload), Upload is null ? "Choose a file." : "A file of a configuration has between 1 byte and 256 KiB.");
            return Again();
        }

        using var reader = new StreamReader(Upload.OpenReadStream());
        Json = await reader.ReadToEndAsync(cancellationToken);
        return await ShowAsync(cancellationToken) ? Page() : Again();
    }

    public async Task<IActionResult> OnPostApplyAsync(CancellationToken cancellationToken)
    {
        var seen = Version;
        if (!await ShowAsync(cancellationToken) || !await IsConfirmedAsync(cancellationToken) || Read() is not { } file)
        {
            return Again();
        }

        var answer = await Api.ImportConfigurationAsync(new() { Version = seen, File = file, Note = Note ?? "" }, cancellationToken);
        if (!answer.IsOk)
        {
            ShowReasons(answer.Problem);
            return Again();
        }

        Notice = $"The file is taken over: {Changes} {(Changes == 1 ? "change" : "changes")}.";
        return Redirect("/configuration");
    }

    private async Task<bool> ShowAsync(CancellationToken cancellationToken)
    {
        var current = await Api.GetConfigurationAsync(cancellationToken);
        if (!current.IsOk || Read() is not { } file)
        {
            ModelState.AddModelError(nameof(Upload), current.Problem?.Text ?? "This is no file of a risk configuration.");
            return false;
        }

        ModelState.Remove(nameof(Version));
        Version = current.Value.Version;
        var answer = await Api.ImportConfigurationAsync(new() { Version = Version, File = file, DryRun = true }, cancellationToken);
        if (!answer.IsOk)
        {
            ShowReasons(answer.Problem);
        }

        Shown = answer.Value;
        return answer.IsOk;
    }

    private RiskConfigurationFile? Read()
    {
        try
        {
            return JsonSerializer.Deserialize<RiskConfigurationFile>(Json ?? "", EtrmsJson.Options);
        }
        catch (JsonException)
        {
            // Said beside the field: the trader chose something else.
            return null;
        }
    }

    /// <summary>Reasons are named by their place in the file.</summary>
    private void ShowReasons(ApiProblem problem)
    {
        foreach (var (field, messages) in problem.Errors)
        {
            ModelState.AddModelError("", $"{field}: {string.Join(" ", messages)}");
        }

        if (problem.Errors.Count == 0)
        {
            ModelState.AddModelError("", problem.Text);
        }
    }
}
