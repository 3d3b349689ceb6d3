using System;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Etrms.Infrastructure.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class VersionRiskSettings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "risk_configurations",
                columns: table => new
                {
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    settings = table.Column<JsonElement>(type: "json", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false),
                    note = table.Column<string>(type: "text", nullable: false),
                    reverts_to = table.Column<int>(type: "integer", nullable: true),
                    saved_by = table.Column<string>(type: "text", nullable: false),
                    saved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_risk_configurations", x => new { x.owner_id, x.version });
                });

            // A version is never changed: not by a bug, and not by hand.
            migrationBuilder.Sql("""
                CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON risk_configurations
                    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "risk_configurations");
        }
    }
}
