using System.Text.Json;
using System.Text.Json.Serialization;
using Etrms.Venue.Faults;

namespace Etrms.Venue.Control;

/// <summary>The control paths; ControlGuard keeps strangers away from them.</summary>
internal static class ControlRegistration
{
    public static void AddControl(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Symbols>();
        builder.Services.AddValidation();
        builder.Services.AddProblemDetails();
        builder.Services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            options.SerializerOptions.NumberHandling = JsonNumberHandling.AllowReadingFromString;
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        });
    }

    public static void MapControl(this WebApplication app)
    {
        var control = app.MapGroup("/control");
        control.MapMarketControl();
        control.MapFaultControl();
    }
}
