using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Etrms.Web.Shell;

/// <summary>Loads the frame's figures for everyone who is logged in; pages read them too instead of asking twice.</summary>
internal sealed class ShellFilter : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (http.User.Identity?.IsAuthenticated == true)
        {
            http.Features.Set(await ShellView.LoadAsync(http.RequestServices.GetRequiredService<EtrmsApi>(), http.RequestAborted));
        }

        await next();
    }
}
