using System.Text.Json;
using Microsoft.Playwright;

namespace Etrms.EndToEnd.Tests;

/// <summary>Runs axe-core, as the portal's client packages install it, on the page as it stands.</summary>
internal static class Axe
{
    private const string Run = """
        async () => {
          const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
          const { violations } = await axe.run(document, { runOnly: tags });
          return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}: ${rule.help}`));
        }
        """;

    private static readonly Lazy<string> Source = new(() => File.ReadAllText(Repository.Find("Etrms.Web/client/node_modules/axe-core/axe.min.js")));

    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page)
    {
        await page.EvaluateAsync(Source.Value);
        var found = await page.EvaluateAsync<JsonElement>(Run);
        return [.. found.EnumerateArray().Select(item => item.GetString() ?? "")];
    }
}
