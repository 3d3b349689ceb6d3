using System;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Etrms.Infrastructure.Postgres.Migrations
{
    /// <summary>Series of candles and funding, downloads, and the schema in which the job scheduler makes its own tables.</summary>
    public partial class StoreMarketHistory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema("quartz");

            migrationBuilder.CreateTable(
                name: "candles",
                columns: table => new
                {
                    series_id = table.Column<int>(type: "integer", nullable: false),
                    open_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    open = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: false),
                    high = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: false),
                    low = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: false),
                    close = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: false),
                    volume = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_candles", x => new { x.series_id, x.open_at });
                });

            migrationBuilder.CreateTable(
                name: "data_downloads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    request = table.Column<JsonElement>(type: "jsonb", nullable: false),
                    @operator = table.Column<string>(name: "operator", type: "text", nullable: false),
                    error = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_downloads", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "funding_rates",
                columns: table => new
                {
                    series_id = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    rate = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_funding_rates", x => new { x.series_id, x.at });
                });

            migrationBuilder.CreateTable(
                name: "market_series",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    exchange = table.Column<string>(type: "text", nullable: false),
                    symbol = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    timeframe_seconds = table.Column<int>(type: "integer", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    row_count = table.Column<long>(type: "bigint", nullable: false),
                    first_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_market_series", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "data_download_parts",
                columns: table => new
                {
                    download_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    exchange = table.Column<string>(type: "text", nullable: false),
                    symbol = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    timeframe_seconds = table.Column<int>(type: "integer", nullable: false),
                    series_id = table.Column<int>(type: "integer", nullable: true),
                    is_done = table.Column<bool>(type: "boolean", nullable: false),
                    progress = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: false),
                    fetched_rows = table.Column<long>(type: "bigint", nullable: false),
                    history_begins_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    missing_rows = table.Column<long>(type: "bigint", nullable: true),
                    gaps = table.Column<JsonElement>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_download_parts", x => new { x.download_id, x.number });
                    table.ForeignKey(
                        name: "fk_data_download_parts_data_downloads_download_id",
                        column: x => x.download_id,
                        principalTable: "data_downloads",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "series_certificates",
                columns: table => new
                {
                    series_id = table.Column<int>(type: "integer", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    verdict = table.Column<string>(type: "text", nullable: false),
                    content = table.Column<JsonElement>(type: "jsonb", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_series_certificates", x => x.series_id);
                    table.ForeignKey(
                        name: "fk_series_certificates_market_series_series_id",
                        column: x => x.series_id,
                        principalTable: "market_series",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_data_downloads_owner_id_created_at",
                table: "data_downloads",
                columns: new[] { "owner_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_market_series_exchange_symbol_kind_timeframe_seconds_source",
                table: "market_series",
                columns: new[] { "exchange", "symbol", "kind", "timeframe_seconds", "source" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP SCHEMA quartz CASCADE");

            migrationBuilder.DropTable(
                name: "candles");

            migrationBuilder.DropTable(
                name: "data_download_parts");

            migrationBuilder.DropTable(
                name: "funding_rates");

            migrationBuilder.DropTable(
                name: "series_certificates");

            migrationBuilder.DropTable(
                name: "data_downloads");

            migrationBuilder.DropTable(
                name: "market_series");
        }
    }
}
