using Etrms.ServiceDefaults;
using Etrms.Venue;
using Etrms.Venue.Binance;
using Etrms.Venue.Control;
using Etrms.Venue.Hyperliquid;
using Etrms.Venue.Market;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddVenueMarket();
builder.AddBinance();
builder.AddHyperliquid();
builder.AddControl();

var app = builder.Build();
app.UseControlGuard();
app.MapDefaultEndpoints();
app.MapBinance();
app.MapHyperliquid();
app.MapControl();
await app.RunAsync();
