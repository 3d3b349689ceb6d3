using Etrms.ServiceDefaults;
using Etrms.Venue;
using Etrms.Venue.Market;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddVenueMarket();

var app = builder.Build();
app.UseControlGuard();
app.MapDefaultEndpoints();
await app.RunAsync();
