using System.Globalization;
using Etrms.Contracts;
using Microsoft.AspNetCore.WebUtilities;

namespace Etrms.Web.Api;

public sealed partial class EtrmsApi
{
    private const string Configuration = "/risk/configuration";

    public Task<ApiAnswer<RiskConfigurationView>> GetConfigurationAsync(CancellationToken cancellationToken) =>
        GetAsync<RiskConfigurationView>(Configuration, cancellationToken);

    public Task<ApiAnswer<SettingSectionsView>> GetSettingSectionsAsync(CancellationToken cancellationToken) =>
        GetAsync<SettingSectionsView>($"{Configuration}/sections", cancellationToken);

    public Task<ApiAnswer<RiskConfigurationPreviewView>> PreviewConfigurationAsync(
        SaveRiskConfigurationRequest body, CancellationToken cancellationToken) =>
        PostAsync<RiskConfigurationPreviewView>($"{Configuration}/preview", ApiCall.Body(body), cancellationToken);

    public Task<ApiAnswer<RiskConfigurationView>> SaveConfigurationAsync(SaveRiskConfigurationRequest body, CancellationToken cancellationToken) =>
        PutAsync<RiskConfigurationView>(Configuration, ApiCall.Body(body), cancellationToken);

    public Task<ApiAnswer<RiskConfigurationView>> RevertConfigurationAsync(RevertRiskConfigurationRequest body, CancellationToken cancellationToken) =>
        PostAsync<RiskConfigurationView>($"{Configuration}/revert", ApiCall.Body(body), cancellationToken);

    public Task<ApiAnswer<Page<RiskConfigurationVersionView>>> GetConfigurationVersionsAsync(
        string? cursor, int limit, CancellationToken cancellationToken) =>
        GetAsync<Page<RiskConfigurationVersionView>>(
            QueryHelpers.AddQueryString(
                $"{Configuration}/versions", Given(new() { ["cursor"] = cursor, ["limit"] = limit.ToString(CultureInfo.InvariantCulture) })),
            cancellationToken);

    public Task<ApiAnswer<RiskConfigurationDiffView>> GetConfigurationDiffAsync(int? from, int? to, CancellationToken cancellationToken) =>
        GetAsync<RiskConfigurationDiffView>(
            QueryHelpers.AddQueryString($"{Configuration}/diff", Given(new() { ["from"] = $"{from}", ["to"] = $"{to}" })), cancellationToken);

    public Task<ApiAnswer<RiskConfigurationFile>> ExportConfigurationAsync(int? version, CancellationToken cancellationToken) =>
        GetAsync<RiskConfigurationFile>(
            QueryHelpers.AddQueryString($"{Configuration}/export", Given(new() { ["version"] = $"{version}" })), cancellationToken);

    public Task<ApiAnswer<RiskConfigurationImportView>> ImportConfigurationAsync(
        ImportRiskConfigurationRequest body, CancellationToken cancellationToken) =>
        PostAsync<RiskConfigurationImportView>($"{Configuration}/import", ApiCall.Body(body), cancellationToken);
}
