using System.ComponentModel.DataAnnotations;

namespace Etrms.Api.Auth;

internal sealed class AuthOptions : IValidatableObject
{
    public const string Section = "Etrms";

    /// <summary>32 bytes or more in base64; signs the access tokens.</summary>
    [Required]
    public string JwtKey { get; set; } = "";

    /// <summary>One-time token of the set-up link; without one, set-up by browser is closed.</summary>
    public string? SetupToken { get; set; }

    /// <summary>Sets up at start without a browser.</summary>
    public string? AdminPassword { get; set; }

    public string AdminUserName { get; set; } = "admin";

    /// <summary>
    /// "true" with <see cref="AdminPassword"/>: also create the demo. Text, since an unset parameter arrives as an empty one.
    /// </summary>
    public string? Demo { get; set; }

    public bool WantsDemo => string.Equals(Demo, "true", StringComparison.OrdinalIgnoreCase) || Demo == "1";

    /// <summary>True when a paper venue runs beside the Api, so that the demo can be offered.</summary>
    public bool HasPaperVenue { get; set; }

    public byte[] SigningKey => Convert.FromBase64String(JwtKey);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var bytes = new byte[JwtKey.Length];
        if (!Convert.TryFromBase64String(JwtKey, bytes, out var length) || length < 32)
        {
            yield return new ValidationResult("Etrms:JwtKey must be at least 32 bytes in base64.", [nameof(JwtKey)]);
        }
    }
}
