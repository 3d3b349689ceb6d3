using System.Text.Json;
using Etrms.Contracts;
using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Web.Pages.Configuration;

public sealed class IndexModel(EtrmsApi api) : PortalPage
{
    private static readonly JsonSerializerOptions Indented = new(EtrmsJson.Options) { WriteIndented = true };

    public RiskConfigurationView? Configuration { get; private set; }

    public IReadOnlyList<SettingSectionView> Sections { get; private set; } = [];

    /// <summary>True while the worker has not told yet what it made of the newest version.</summary>
    public bool IsOnItsWay => Configuration is { TakenVersion: { } taken } view && taken != view.Version && view.Version > 0;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var sections = api.GetSettingSectionsAsync(cancellationToken);
        var answer = await api.GetConfigurationAsync(cancellationToken);
        (Configuration, Problem) = (answer.Value, answer.Problem ?? (await sections).Problem);
        Sections = (await sections).Value?.Sections ?? [];
    }

    /// <summary>Settings and breakers as a file to keep.</summary>
    public async Task<IActionResult> OnGetExportAsync(int? version, CancellationToken cancellationToken)
    {
        var answer = await api.ExportConfigurationAsync(version, cancellationToken);
        return answer.IsOk
            ? new FileContentResult(JsonSerializer.SerializeToUtf8Bytes(answer.Value, Indented), "application/json")
            {
                FileDownloadName = $"etrms-risk-configuration-{answer.Value.Version}.json",
            }
            : NotFound();
    }

    /// <summary>The value that holds instead of the configured one; null when the configured one holds.</summary>
    public string? Held(SettingView setting) => Configuration?.Pending.FirstOrDefault(difference => difference.Key == setting.Key)?.Before;
}
