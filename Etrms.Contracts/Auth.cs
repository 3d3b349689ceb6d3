using System.ComponentModel.DataAnnotations;

namespace Etrms.Contracts;

public sealed record SetupStateView(bool IsSetUp, string Environment, bool PaperVenueAvailable);

/// <summary>First-run set-up: the trader chooses a name and password; there is no default.</summary>
public sealed record SetupRequest
{
    /// <summary>One-time token from the set-up link printed at first start.</summary>
    [Required, StringLength(200, MinimumLength = 1)]
    public string Token { get; init; } = "";

    [Required, StringLength(40, MinimumLength = 1)]
    public string UserName { get; init; } = "admin";

    [Required, StringLength(200, MinimumLength = 12)]
    public string Password { get; init; } = "";

    /// <summary>Also create the demo: a paper account with positions and recommended breakers.</summary>
    public bool Demo { get; init; }
}

public sealed record LoginRequest
{
    [Required, StringLength(40, MinimumLength = 1)]
    public string UserName { get; init; } = "";

    [Required, StringLength(200, MinimumLength = 1)]
    public string Password { get; init; } = "";
}

public sealed record RefreshRequest([property: Required, StringLength(200, MinimumLength = 1)] string RefreshToken);

public sealed record TokenView(string AccessToken, DateTimeOffset ExpiresAt, string RefreshToken, DateTimeOffset RefreshExpiresAt, string UserName);

public sealed record ChangePasswordRequest
{
    [Required, StringLength(200, MinimumLength = 1)]
    public string CurrentPassword { get; init; } = "";

    [Required, StringLength(200, MinimumLength = 12)]
    public string NewPassword { get; init; } = "";
}

public sealed record ProfileView(string UserName, DateTimeOffset CreatedAt, DateTimeOffset? LastLoginAt);

/// <summary>A single-use ticket that opens one socket; valid for 30 seconds.</summary>
public sealed record SocketTicketView(string Ticket, DateTimeOffset ExpiresAt);

/// <summary>The password once more, before something that cannot be taken back.</summary>
public sealed record ConfirmPasswordRequest([property: Required, StringLength(200, MinimumLength = 1)] string Password);
