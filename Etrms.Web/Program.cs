using Etrms.ServiceDefaults;
using Etrms.Web.Api;
using Etrms.Web.Live;
using Etrms.Web.Pages;
using Etrms.Web.Sessions;

var builder = WebApplication.CreateBuilder(args);
// Makes the assets of a source run answer in every environment; a published site has no such manifest and is not touched.
builder.WebHost.UseStaticWebAssets();
builder.AddServiceDefaults();
builder.AddEtrmsApi();
builder.AddSessions();
builder.AddPortalPages();

var app = builder.Build();
app.UsePortalErrors();
app.UseSecurityHeaders();
app.UseNumberStyle();
app.UseRouting();
app.UseAuthentication();
app.UseAuthorization();
app.UseWebSockets();
app.MapDefaultEndpoints();
app.MapStaticAssets().AllowAnonymous();
app.MapRazorPages().WithStaticAssets();
app.MapLiveProxy();
await app.RunAsync();
