using System;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Etrms.Infrastructure.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class FindLargeOrders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<JsonElement>(
                name: "heat",
                table: "liquidity_snapshots",
                type: "json",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "book_findings",
                columns: table => new
                {
                    exchange = table.Column<string>(type: "text", nullable: false),
                    symbol = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    price = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: false),
                    is_bid = table.Column<bool>(type: "boolean", nullable: true),
                    size = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: true),
                    executed = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: true),
                    from_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    levels = table.Column<int>(type: "integer", nullable: false),
                    has_opposite_fill = table.Column<bool>(type: "boolean", nullable: false),
                    deviations = table.Column<decimal>(type: "numeric(28,10)", precision: 28, scale: 10, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_book_findings", x => new { x.exchange, x.symbol, x.at, x.kind, x.price });
                });

            migrationBuilder.CreateIndex(
                name: "ix_book_findings_at",
                table: "book_findings",
                column: "at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "book_findings");

            migrationBuilder.DropColumn(
                name: "heat",
                table: "liquidity_snapshots");
        }
    }
}
