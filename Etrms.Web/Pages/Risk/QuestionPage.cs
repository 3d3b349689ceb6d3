using Etrms.Web.Api;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Etrms.Web.Pages.Risk;

/// <summary>A page whose question stands in its address. Messages stand at the places that the Api names.</summary>
/// <param name="fields">What the Api calls each bound value.</param>
public abstract class QuestionPage(IReadOnlyDictionary<string, string> fields) : PortalPage
{
    /// <summary>What could not be read is told at the place that the Api would name.</summary>
    protected void SpeakOfFields()
    {
        foreach (var (key, entry) in ModelState.Where(entry => fields.ContainsKey(entry.Key) && entry.Value?.Errors.Count > 0).ToList())
        {
            entry!.Errors.ToList().ForEach(error => ModelState.AddModelError(fields[key], error.ErrorMessage));
            entry.Errors.Clear();
        }
    }

    /// <summary>The question again, with the reasons why it has no answer.</summary>
    protected PageResult Refused(ApiProblem problem)
    {
        foreach (var (field, message) in problem.Errors.SelectMany(error => error.Value.Select(message => (error.Key, message))))
        {
            ModelState.AddModelError(field, message);
        }

        if (problem.Errors.Count == 0)
        {
            ModelState.AddModelError("", problem.Text);
        }

        return Again();
    }
}
