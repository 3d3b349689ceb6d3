using System.Security.Claims;

namespace Etrms.Api.Auth;

/// <summary>What a signed-in request knows about its caller; only <see cref="BearerHandler"/> makes such principals.</summary>
internal static class CallerClaims
{
    public static Guid UserId(this ClaimsPrincipal user) => Guid.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier)!);

    public static string UserName(this ClaimsPrincipal user) => user.Identity!.Name!;
}
