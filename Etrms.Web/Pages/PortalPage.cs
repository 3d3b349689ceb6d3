using Etrms.Web.Api;
using Etrms.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Etrms.Web.Pages;

/// <summary>What pages share: notices after a redirect, and the Api's problems beside the fields they name.</summary>
public abstract class PortalPage : PageModel
{
    /// <summary>A sentence for the next page, shown once.</summary>
    [TempData]
    public string? Notice { get; set; }

    /// <summary>Address that takes the last deed back when posted to, within ten seconds.</summary>
    [TempData]
    public string? UndoUrl { get; set; }

    /// <summary>Address where the notice can be followed up.</summary>
    [TempData]
    public string? NoticeUrl { get; set; }

    public ShellView Shell => HttpContext.Features.Get<ShellView>() ?? new ShellView { IsReachable = false };

    /// <summary>Why the page's main content is missing; null when it is there.</summary>
    public ApiProblem? Problem { get; protected set; }

    /// <summary>Puts a problem where the trader looks for it: beside its field, else on top of the form.</summary>
    protected void ShowInForm(ApiProblem problem)
    {
        foreach (var (field, messages) in problem.Errors)
        {
            foreach (var message in messages)
            {
                ModelState.AddModelError(FieldKey(field), message);
            }
        }

        if (problem.Errors.Count == 0)
        {
            ModelState.AddModelError("", problem.Text);
        }
    }

    /// <summary>The page with its form and messages, and a status that says that nothing was done.</summary>
    protected PageResult Again()
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    /// <summary>
    /// A refused request is over: what is sent next is a new intention with a key of its own. One without an answer keeps its key, so that
    /// it cannot happen twice.
    /// </summary>
    protected Guid NextKey(ApiProblem problem, Guid key, string field)
    {
        if (problem.IsUnreachable)
        {
            return key;
        }

        ModelState.Remove(field);
        return Guid.NewGuid();
    }

    /// <summary>api_key is Input.ApiKey or ApiKey; what the form has no field for goes to the summary.</summary>
    private string FieldKey(string field)
    {
        var name = string.Concat(field.Split('_').Select(Capitalised));
        return ModelState.ContainsKey($"Input.{name}") ? $"Input.{name}" : ModelState.ContainsKey(name) ? name : "";
    }

    private static string Capitalised(string part) => part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..];
}
