using System.Security.Cryptography;
using System.Text;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Etrms.Integration.Tests.Infrastructure;

public sealed class ExchangeKeyVaultTests(Servers servers)
{
    private const string ApiKey = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A";
    private const string ApiSecret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";

    private static readonly Guid Account = Guid.NewGuid();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stored_key_opens_and_the_row_shows_only_its_ends()
    {
        await using var services = await servers.StartAsync();
        var vault = services.GetRequiredService<ExchangeKeyVault>();
        await using var db = await services.GetRequiredService<IDbContextFactory<EtrmsDbContext>>().CreateDbContextAsync(Cancellation);
        db.Add(new ExchangeAccountRow { Id = Account, Name = "Main", CreatedAt = Some.Time });
        db.Add(vault.Seal(Account, ApiKey, ApiSecret));
        await db.SaveChangesAsync(Cancellation);

        var row = await db.ExchangeKeys.AsNoTracking().SingleAsync(Cancellation);

        Assert.Equal(new OpenedExchangeKey(ApiKey, ApiSecret), vault.Open(row));
        Assert.Equal("vmPU…Eh8A", row.MaskedKey);
        Assert.DoesNotContain(ApiSecret, Encoding.UTF8.GetString(row.Ciphertext), StringComparison.Ordinal);
        Assert.DoesNotContain(ApiSecret, vault.Open(row).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_copied_to_another_account_does_not_open()
    {
        await using var services = await servers.StartAsync();
        var vault = services.GetRequiredService<ExchangeKeyVault>();
        var row = vault.Seal(Account, ApiKey, ApiSecret);

        row.AccountId = Guid.NewGuid();

        Assert.ThrowsAny<CryptographicException>(() => vault.Open(row));
    }

    [Fact]
    public async Task A_changed_byte_does_not_open()
    {
        await using var services = await servers.StartAsync();
        var vault = services.GetRequiredService<ExchangeKeyVault>();
        var row = vault.Seal(Account, ApiKey, ApiSecret);

        row.Ciphertext[3] ^= 1;

        Assert.ThrowsAny<CryptographicException>(() => vault.Open(row));
    }

    [Fact]
    public async Task After_a_rotation_old_rows_open_and_are_sealed_anew()
    {
        await using var before = await servers.StartAsync();
        var row = before.GetRequiredService<ExchangeKeyVault>().Seal(Account, ApiKey, ApiSecret);
        var newKey = new KeyValuePair<string, string?>("Etrms:MasterKey", Convert.ToBase64String(new byte[32]));
        await using var rotated = await servers.StartAsync(newKey, new("Etrms:FormerMasterKeys:0", TestServices.MasterKey));
        await using var forgotten = await servers.StartAsync(newKey);

        Assert.ThrowsAny<CryptographicException>(() => forgotten.GetRequiredService<ExchangeKeyVault>().Open(row));
        var renewed = rotated.GetRequiredService<ExchangeKeyVault>().Renew(row);

        Assert.Equal(ApiSecret, forgotten.GetRequiredService<ExchangeKeyVault>().Open(renewed).ApiSecret);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("c2hvcnQ=")]
    public async Task A_master_key_that_is_no_key_is_named_at_the_start(string key)
    {
        await using var services = await servers.StartAsync(new KeyValuePair<string, string?>("Etrms:MasterKey", key));

        var refused = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("MasterKey", refused.Message, StringComparison.Ordinal);
    }
}
