using Etrms.ServiceDefaults;

namespace Etrms.Web.Api;

internal static class ApiRegistration
{
    private const string Service = "api";

    public static void AddEtrmsApi(this IHostApplicationBuilder builder)
    {
        builder.AddServiceClient<AuthApi>(Service);
        builder.AddServiceClient<EtrmsApi>(Service);
    }
}
