namespace Etrms.Api.Data;

/// <summary>Market history: fetched from venues, imported from files, certified.</summary>
internal static class DataEndpoints
{
    public static void AddData(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<RecordedImport>();

    public static RouteGroupBuilder MapData(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/data").WithTags("Market history");
        group.MapDownloads();
        group.MapImports();
        group.MapSeries();
        return group;
    }
}
