using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.EntityFrameworkCore;

namespace Etrms.Api.Live;

/// <summary>Browsers cannot send a token with a socket, so a ticket of 30 seconds opens one, once.</summary>
internal sealed class SocketTickets(EtrmsDbContext database, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    public async Task<SocketTicketView> IssueAsync(Guid userId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var ticket = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await database.SocketTickets.Where(row => row.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        database.SocketTickets.Add(new SocketTicketRow { TicketHash = HashOf(ticket), UserId = userId, ExpiresAt = now + Lifetime });
        await database.SaveChangesAsync(cancellationToken);
        return new SocketTicketView(ticket, now + Lifetime);
    }

    /// <summary>True once for each ticket: whoever deletes its row may open.</summary>
    public async Task<bool> RedeemAsync(string ticket, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var hash = HashOf(ticket);
        return await database.SocketTickets.Where(row => row.TicketHash == hash && row.ExpiresAt > now)
            .ExecuteDeleteAsync(cancellationToken) == 1;
    }

    private static byte[] HashOf(string ticket) => SHA256.HashData(Encoding.UTF8.GetBytes(ticket));
}
