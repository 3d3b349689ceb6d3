using System.Net;
using Microsoft.Extensions.Options;

namespace Etrms.Venue;

/// <summary>Whoever reaches /control moves the market and makes accounts: only this machine may, unless told otherwise.</summary>
internal static class ControlGuard
{
    public static void UseControlGuard(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<VenueOptions>>().Value.ControlAnywhere)
        {
            return;
        }

        app.UseWhen(
            http => http.Request.Path.StartsWithSegments("/control", StringComparison.OrdinalIgnoreCase),
            control => control.Use((http, next) =>
            {
                // Without an address the request did not come over a network.
                if (http.Connection.RemoteIpAddress is { } address && !IPAddress.IsLoopback(address))
                {
                    http.Response.StatusCode = StatusCodes.Status403Forbidden;
                    return http.Response.WriteAsync("/control answers on loopback only.", http.RequestAborted);
                }

                return next(http);
            }));
    }
}
