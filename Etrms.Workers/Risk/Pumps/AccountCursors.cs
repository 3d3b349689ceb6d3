using System.Collections.Concurrent;
using Etrms.Domain.Trading;
using Etrms.Infrastructure.Postgres.Tables;

namespace Etrms.Workers.Risk.Pumps;

/// <summary>Up to where the history of each account was read, in the venue's market time; kept over restarts (RISK 4.9).</summary>
internal sealed class AccountCursors(RiskStoreWriter store)
{
    public const string Ledger = "ledger";
    private const string FillsPrefix = "fills:";

    private readonly ConcurrentDictionary<(Guid Account, string Stream), DateTimeOffset> _readUntil = new();

    public static string Fills(string symbol) => FillsPrefix + symbol;

    public void Load(IEnumerable<AccountCursorRow> rows)
    {
        foreach (var row in rows)
        {
            _readUntil[(row.AccountId, row.Stream)] = row.ReadUntil;
        }
    }

    /// <summary>Null when nothing was read yet.</summary>
    public DateTimeOffset? Find(AccountId account, string stream) =>
        _readUntil.TryGetValue((account.Value, stream), out var until) ? until : null;

    /// <summary>Contracts whose fills were followed before.</summary>
    public IEnumerable<string> SymbolsOf(AccountId account) => _readUntil.Keys
        .Where(key => key.Account == account.Value && key.Stream.StartsWith(FillsPrefix, StringComparison.Ordinal))
        .Select(key => key.Stream[FillsPrefix.Length..]);

    /// <summary>Moves a cursor forward, never back.</summary>
    public void Advance(AccountId account, string stream, DateTimeOffset until)
    {
        if (Find(account, stream) >= until)
        {
            return;
        }

        _readUntil[(account.Value, stream)] = until;
        store.Add(rows => rows.Put(new AccountCursorRow
        {
            AccountId = account.Value,
            Stream = stream,
            ReadUntil = until,
            Version = until.UtcTicks,
        }));
    }
}
