using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Etrms.Infrastructure.Postgres.Migrations
{
    /// <summary>History may grow but not change: not by a bug, and not by hand.</summary>
    public partial class MakeHistoryAppendOnly : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                CREATE FUNCTION refuse_change_of_history() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
                END $$;

                CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON breaker_events
                    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
                CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON breaker_revisions
                    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
                CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
                    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TRIGGER append_only ON breaker_events;
                DROP TRIGGER append_only ON breaker_revisions;
                DROP TRIGGER append_only ON audit_log;
                DROP FUNCTION refuse_change_of_history();
                """);
        }
    }
}
