using System.Text.Json;
using Etrms.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Etrms.Infrastructure.Postgres;

/// <summary>
/// Writes that may be repeated after a crash: the change tracker has no ON CONFLICT. Rows travel as one JSON parameter that PostgreSQL turns back
/// into the table's own row type, so a batch of any size is one statement and one round trip. Not for tables with binary columns.
/// </summary>
internal static class RowWriter
{
    /// <summary>Inserts rows whose key is new and leaves the others alone; returns how many were new.</summary>
    public static Task<int> InsertMissingAsync<TRow>(this EtrmsDbContext db, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
        where TRow : class =>
        WriteAsync(db, rows, _ => "ON CONFLICT DO NOTHING", cancellationToken);

    /// <summary>Inserts rows, or replaces stored ones whose version is older; returns how many changed.</summary>
    public static Task<int> UpsertNewerAsync<TRow>(
        this EtrmsDbContext db, IReadOnlyList<TRow> rows, string versionProperty, CancellationToken cancellationToken)
        where TRow : class =>
        WriteAsync(db, rows, table => table.ReplaceOlder(versionProperty), cancellationToken);

    private static async Task<int> WriteAsync<TRow>(
        EtrmsDbContext db, IReadOnlyList<TRow> rows, Func<Table, string> onConflict, CancellationToken cancellationToken)
        where TRow : class
    {
        if (rows.Count == 0)
        {
            return 0;
        }

        var table = new Table(db.Model.FindEntityType(typeof(TRow))!);
        var json = JsonSerializer.Serialize(rows, EtrmsJson.Options);

        // Names come from the model, never from input; the rows themselves are a parameter.
        var sql = $$"""
            INSERT INTO {{table.Name}} ({{table.Columns}})
            SELECT {{table.Columns}} FROM json_populate_recordset(NULL::{{table.Name}}, {0}::json)
            {{onConflict(table)}}
            """;
        return await db.Database.ExecuteSqlRawAsync(sql, [json], cancellationToken);
    }

    private sealed class Table(IEntityType type)
    {
        private readonly StoreObjectIdentifier _store = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;

        public string Name => type.GetTableName()!;

        public string Columns => string.Join(", ", type.GetProperties().Select(Column));

        public string ReplaceOlder(string versionProperty)
        {
            var key = type.FindPrimaryKey()!.Properties;
            var version = Column(type.FindProperty(versionProperty)!);
            var changes = type.GetProperties().Except(key).Select(Column).Select(column => $"{column} = excluded.{column}");
            return $"""
                ON CONFLICT ({string.Join(", ", key.Select(Column))}) DO UPDATE SET {string.Join(", ", changes)}
                WHERE {Name}.{version} < excluded.{version}
                """;
        }

        private string Column(IProperty property) => property.GetColumnName(_store)!;
    }
}
