using Microsoft.Playwright;

namespace Etrms.EndToEnd.Tests;

/// <summary>A trader without a mouse: goes from field to field by Tab and types.</summary>
internal sealed class KeyboardWalk(IPage page)
{
    /// <summary>More fields than any page has.</summary>
    private const int Farthest = 300;

    /// <summary>Goes on by Tab until a field has the focus; round the page when it lies before.</summary>
    public async Task ToAsync(ILocator field)
    {
        for (var i = 0; i < Farthest; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await field.EvaluateAsync<bool>("(field) => field === document.activeElement"))
            {
                return;
            }
        }

        Assert.Fail($"Tab never reaches {field}.");
    }

    public async Task PressAsync(ILocator field, string key)
    {
        await ToAsync(field);
        await page.Keyboard.PressAsync(key);
    }

    /// <summary>Puts a text in the place of what a field holds.</summary>
    public async Task TypeAsync(ILocator field, string text)
    {
        await ToAsync(field);
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync(text);
        await Assertions.Expect(field).ToHaveValueAsync(text);
    }

    /// <summary>
    /// Types a day over one whose time is midnight. Its number is that of its month: the browser's language decides which of them comes first.
    /// </summary>
    public async Task TypeDayAsync(ILocator field, int dayAndMonth, int year)
    {
        await ToAsync(field);
        await page.Keyboard.TypeAsync($"{dayAndMonth:00}{dayAndMonth:00}{year}");
        await Assertions.Expect(field).ToHaveValueAsync($"{year}-{dayAndMonth:00}-{dayAndMonth:00}T00:00");
    }
}
