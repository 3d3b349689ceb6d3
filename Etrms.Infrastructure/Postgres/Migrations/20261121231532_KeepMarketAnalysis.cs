using System;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Etrms.Infrastructure.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class KeepMarketAnalysis : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "correlation_matrices",
                columns: table => new
                {
                    exchange = table.Column<string>(type: "text", nullable: false),
                    timeframe_seconds = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    returns = table.Column<int>(type: "integer", nullable: false),
                    mean = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: false),
                    effective_rank = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: false),
                    regime = table.Column<string>(type: "text", nullable: false),
                    symbols = table.Column<JsonElement>(type: "json", nullable: false),
                    matrix = table.Column<JsonElement>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_correlation_matrices", x => new { x.exchange, x.timeframe_seconds, x.at });
                });

            migrationBuilder.CreateTable(
                name: "liquidity_snapshots",
                columns: table => new
                {
                    exchange = table.Column<string>(type: "text", nullable: false),
                    symbol = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    mid = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: false),
                    spread_bps = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: false),
                    bid_depth = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: false),
                    ask_depth = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: false),
                    score = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: true),
                    regime = table.Column<string>(type: "text", nullable: true),
                    book = table.Column<JsonElement>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_liquidity_snapshots", x => new { x.exchange, x.symbol, x.at });
                });

            migrationBuilder.CreateTable(
                name: "market_details",
                columns: table => new
                {
                    exchange = table.Column<string>(type: "text", nullable: false),
                    symbol = table.Column<string>(type: "text", nullable: false),
                    timeframe_seconds = table.Column<int>(type: "integer", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    detail = table.Column<JsonElement>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_market_details", x => new { x.exchange, x.symbol, x.timeframe_seconds });
                });

            migrationBuilder.CreateTable(
                name: "market_regimes",
                columns: table => new
                {
                    exchange = table.Column<string>(type: "text", nullable: false),
                    symbol = table.Column<string>(type: "text", nullable: false),
                    timeframe_seconds = table.Column<int>(type: "integer", nullable: false),
                    from_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    until_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    bars = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_market_regimes", x => new { x.exchange, x.symbol, x.timeframe_seconds, x.from_at });
                });

            migrationBuilder.CreateTable(
                name: "volatility_metrics",
                columns: table => new
                {
                    exchange = table.Column<string>(type: "text", nullable: false),
                    symbol = table.Column<string>(type: "text", nullable: false),
                    timeframe_seconds = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    close_to_close = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: true),
                    ewma = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: true),
                    parkinson = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: true),
                    garman_klass = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: true),
                    rogers_satchell = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: true),
                    yang_zhang = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: true),
                    rank = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: true),
                    regime = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_volatility_metrics", x => new { x.exchange, x.symbol, x.timeframe_seconds, x.at });
                });

            migrationBuilder.CreateIndex(
                name: "ix_liquidity_snapshots_at",
                table: "liquidity_snapshots",
                column: "at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "correlation_matrices");

            migrationBuilder.DropTable(
                name: "liquidity_snapshots");

            migrationBuilder.DropTable(
                name: "market_details");

            migrationBuilder.DropTable(
                name: "market_regimes");

            migrationBuilder.DropTable(
                name: "volatility_metrics");
        }
    }
}
