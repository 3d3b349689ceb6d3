using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Etrms.Infrastructure.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class LetKeysTradeForSubAccounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "trades_for",
                table: "exchange_accounts",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "trades_for",
                table: "exchange_accounts");
        }
    }
}
