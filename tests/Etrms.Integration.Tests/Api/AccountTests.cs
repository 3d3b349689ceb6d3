using System.Text.Json;
using Etrms.Contracts;
using Etrms.Domain.Market;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Etrms.Integration.Tests.Api;

public sealed class AccountTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Secret = "very-secret-secret";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_account_appears_once_the_worker_has_proven_its_key()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var sending = client.SendAsync<AccountView>(HttpMethod.Post, "accounts", Request("Main"), Cancellation);
        var worker = new PretendedWorker(host);
        var row = await worker.NextAsync(CommandKinds.ConnectAccount, Cancellation);
        var id = row.Payload.Deserialize<AccountCommand>(EtrmsJson.Options)!.AccountId;
        Assert.DoesNotContain((await client.SendAsync<AccountsView>(HttpMethod.Get, "accounts", null, Cancellation)).Accounts, account => account.Id == id);
        await ActivateAsync(id);
        await worker.AnswerAsync(CommandKinds.ConnectAccount, refusal: null, answer: null, Cancellation);

        var account = await sending;

        Assert.Equal((id, "Main"), (account.Id, account.Name));
        Assert.Null(account.Equity);
        Assert.Equal("abcd…5678", (await client.SendAsync<ApiKeyView>(HttpMethod.Get, $"accounts/{id}/key", null, Cancellation)).MaskedKey);
    }

    [Fact]
    public async Task A_refused_key_is_told_at_its_field()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var sending = client.ProblemAsync(422, HttpMethod.Post, "accounts", Request("Refused"), Cancellation);

        await new PretendedWorker(host).AnswerAsync(
            CommandKinds.ConnectAccount, "This key can withdraw.", JsonSerializer.SerializeToElement(new RefusedField("api_key"), EtrmsJson.Options), Cancellation);

        Assert.Equal("This key can withdraw.", (await sending).Reason("api_key"));
    }

    [Fact]
    public async Task The_secret_is_sealed_in_the_database_and_in_no_answer()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var sending = client.SendAsync(HttpMethod.Post, "accounts", Request("Sealed"), Cancellation);
        var row = await new PretendedWorker(host).NextAsync(CommandKinds.ConnectAccount, Cancellation);
        var id = row.Payload.Deserialize<AccountCommand>(EtrmsJson.Options)!.AccountId;
        await using var database = await host.DatabaseAsync(Cancellation);
        var key = await database.ExchangeKeys.AsNoTracking().SingleAsync(stored => stored.AccountId == id, Cancellation);

        Assert.DoesNotContain(Secret, System.Text.Encoding.UTF8.GetString(key.Ciphertext), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, row.Payload.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(Secret, host.Services.GetRequiredService<ExchangeKeyVault>().Open(key).ApiSecret);
        await new PretendedWorker(host).AnswerAsync(CommandKinds.ConnectAccount, "No.", answer: null, Cancellation);
        using var answer = await sending;
        Assert.DoesNotContain(Secret, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_taken_once()
    {
        using var client = await host.SignedInAsync(Cancellation);
        var worker = new PretendedWorker(host);
        var first = await worker.AddAccountAsync(Cancellation);
        var second = await worker.AddAccountAsync(Cancellation);
        await client.SendAsync<AccountView>(HttpMethod.Patch, $"accounts/{first}", new RenameAccountRequest("Swing"), Cancellation);

        var problem = await client.ProblemAsync(409, HttpMethod.Patch, $"accounts/{second}", new RenameAccountRequest("Swing"), Cancellation);

        Assert.Contains("Swing", problem.Reason("name"), StringComparison.Ordinal);
        await client.ProblemAsync(409, HttpMethod.Post, "accounts", Request("Swing"), Cancellation);
    }

    private static CreateAccountRequest Request(string name) => new()
    {
        Name = name,
        Exchange = Exchange.Binance,
        Network = AccountNetwork.Paper,
        ApiKey = "abcd1234-5678",
        ApiSecret = Secret,
    };

    private async Task ActivateAsync(Guid id)
    {
        await using var database = await host.DatabaseAsync(Cancellation);
        await database.ExchangeAccounts.Where(row => row.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ExchangeAccountState.Active), Cancellation);
        await database.ExchangeKeys.Where(row => row.AccountId == id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ExchangeKeyState.Active), Cancellation);
    }
}
