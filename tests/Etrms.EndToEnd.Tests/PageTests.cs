using Microsoft.Playwright;

namespace Etrms.EndToEnd.Tests;

/// <summary>Every page: readable for assistive technology in both themes, usable on a small phone, without complaints of the browser.</summary>
public sealed class PageTests(DemoSystem system) : IClassFixture<DemoSystem>
{
    public static TheoryData<string> Pages =>
    [
        "/", "/positions", "/positions?tab=orders", "/positions/cancel", "/breakers", "/breakers/new", "/breakers/new?type=MAX_DRAWDOWN",
        "/breakers/drill", "/events", "/accounts", "/accounts/connect", "/alerts", "/emergency", "/monitoring/stop", "/settings", "/no-such-page",
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task No_page_violates_accessibility_rules_in_light_or_dark(string address)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var portal = await system.OpenLoggedInAsync(new BrowserNewContextOptions { ColorScheme = scheme });
            await portal.Page.GotoAsync(address);

            Assert.Empty(await Axe.ViolationsAsync(portal.Page));
            Assert.Empty(portal.Complaints);
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task No_page_scrolls_sideways_on_a_phone_of_360_pixels(string address)
    {
        await using var portal = await system.OpenLoggedInAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = 360, Height = 740 },
            IsMobile = true,
            HasTouch = true,
        });
        await portal.Page.GotoAsync(address);

        var overflow = await portal.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

        Assert.True(overflow <= 0, $"{address} is {overflow} pixels too wide");
    }

    [Fact]
    public async Task Login_and_setup_are_accessible_too()
    {
        foreach (var address in new[] { "/login", "/login?reason=ended" })
        {
            await using var portal = await system.OpenAsync();
            await portal.Page.GotoAsync(address);

            Assert.Empty(await Axe.ViolationsAsync(portal.Page));
        }
    }
}
