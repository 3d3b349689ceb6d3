using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Etrms.Infrastructure.Postgres.Migrations
{
    /// <summary>What we packed ourselves PostgreSQL shall not try to pack again: it took most of the time of storing a trip's recording, for nothing.</summary>
    [DbContext(typeof(EtrmsDbContext))]
    [Migration("20261122061500_StorePackedAsItIs")]
    public partial class StorePackedAsItIs : Migration
    {
        private static readonly string[] Tables = ["trip_recordings", "backtest_results", "backtest_pages", "job_piece_results"];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => SetStorage(migrationBuilder, "EXTERNAL");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => SetStorage(migrationBuilder, "EXTENDED");

        private static void SetStorage(MigrationBuilder migrationBuilder, string storage)
        {
            foreach (var table in Tables)
            {
                migrationBuilder.Sql($"ALTER TABLE {table} ALTER COLUMN content SET STORAGE {storage}");
            }
        }
    }
}
