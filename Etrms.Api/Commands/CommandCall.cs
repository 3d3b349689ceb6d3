using System.Security.Claims;
using Etrms.Api.Auth;
using Etrms.Infrastructure.Postgres.Tables;
using Microsoft.AspNetCore.Mvc;

namespace Etrms.Api.Commands;

/// <summary>What every commanding endpoint needs beside its body.</summary>
internal sealed class CommandCall
{
    private Guid? _fresh;

    [FromHeader(Name = "Idempotency-Key")]
    public IdempotencyKey? IdempotencyKey { get; init; }

    public required CommandDesk Desk { get; init; }

    public required ClaimsPrincipal User { get; init; }

    /// <summary>The caller's key, or one of our own that no other request has.</summary>
    public IdempotencyKey Key => IdempotencyKey ?? new IdempotencyKey(_fresh ??= Guid.NewGuid());

    public string Operator => User.UserName();

    /// <summary>
    /// The answer of an earlier request with the same key. Asked before the position is looked up, because the first request may have
    /// closed it. Null when there was none, or when its kind differs and the conflict shows on submitting.
    /// </summary>
    public async Task<OperatorCommandRow?> RepeatedAsync(string kind, CancellationToken cancellationToken) =>
        IdempotencyKey is { } key && await Desk.FindAsync(key.Id, cancellationToken) is { } row && row.Kind == kind ? row : null;
}
