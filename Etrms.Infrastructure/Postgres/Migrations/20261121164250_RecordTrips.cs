using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Etrms.Infrastructure.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class RecordTrips : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "divergences",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    leader = table.Column<string>(type: "text", nullable: false),
                    standby = table.Column<string>(type: "text", nullable: false),
                    event_seq = table.Column<long>(type: "bigint", nullable: false),
                    detail = table.Column<string>(type: "text", nullable: false),
                    found_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    cleared_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    cleared_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_divergences", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "trip_recordings",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    event_seq = table.Column<long>(type: "bigint", nullable: false),
                    breaker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    trip_seq = table.Column<int>(type: "integer", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trip_recordings", x => new { x.owner_id, x.event_seq });
                });

            migrationBuilder.CreateIndex(
                name: "ix_divergences_owner_id",
                table: "divergences",
                column: "owner_id",
                filter: "cleared_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_trip_recordings_breaker_id_trip_seq",
                table: "trip_recordings",
                columns: new[] { "breaker_id", "trip_seq" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "divergences");

            migrationBuilder.DropTable(
                name: "trip_recordings");
        }
    }
}
