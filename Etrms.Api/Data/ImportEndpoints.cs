using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Data;

/// <summary>Recorded files, streamed as they are into the store: a file is stored whole or not at all.</summary>
internal static class ImportEndpoints
{
    private const int LargestFile = 64 * 1024 * 1024;
    private static readonly string[] Packed = ["application/gzip", "application/x-gzip", "application/octet-stream"];

    public static void MapImports(this RouteGroupBuilder group) => group.MapPost("/imports", Import)
        .Accepts<IFormFile>(Packed[0], Packed[1..])
        .WithMetadata(new RequestSizeLimitAttribute(LargestFile))
        .WithSummary("Import a gzipped CSV of candles or funding; the body is the file");

    private static async Task<Results<Ok<ImportView>, ProblemHttpResult>> Import(
        [AsParameters] ImportQuery query, HttpRequest request, RecordedImport import, EtrmsDbContext database, CancellationToken cancellationToken)
    {
        if (query.Errors() is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        if (!Packed.Any(type => request.ContentType?.StartsWith(type, StringComparison.OrdinalIgnoreCase) == true))
        {
            return TypedResults.Problem("The body must be the gzipped file, as application/gzip.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        var outcome = await import.RunAsync(query.Key(), request.Body, cancellationToken);
        if (outcome.Faults.Count > 0)
        {
            return Problems.Refused("file", [.. outcome.Faults]);
        }

        var write = outcome.Write!;
        var series = await database.MarketSeries.AsNoTracking().SingleAsync(row => row.Id == write.SeriesId, cancellationToken);
        return TypedResults.Ok(new ImportView(series.ToView(verdict: null), outcome.Rows, write.Inserted, write.Changed));
    }
}
