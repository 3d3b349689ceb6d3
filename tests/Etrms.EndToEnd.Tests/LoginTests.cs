using Microsoft.Playwright;

namespace Etrms.EndToEnd.Tests;

[Collection(Demo.Name)]
public sealed class LoginTests(DemoSystem system)
{
    [Fact]
    public async Task A_wrong_password_is_said_and_focused_and_opens_nothing()
    {
        await using var portal = await system.OpenAsync();

        await portal.LogInAsync(EtrmsSystem.UserName, "not the password");

        var summary = portal.Page.GetByRole(AriaRole.Alert);
        await portal.Expect(summary).ToContainTextAsync("Name or password is wrong.");
        await portal.Expect(summary).ToBeFocusedAsync();
        await portal.Page.GotoAsync("/positions");
        await portal.SeesAsync(portal.Heading("Log in"));
    }

    [Fact]
    public async Task A_page_asked_for_without_a_session_opens_after_the_login()
    {
        await using var portal = await system.OpenAsync();

        await portal.Page.GotoAsync("/breakers");
        await portal.SeesAsync(portal.Heading("Log in"));
        await portal.Page.GetByLabel("Name").FillAsync(EtrmsSystem.UserName);
        await portal.Page.GetByLabel("Password", new PageGetByLabelOptions { Exact = true }).FillAsync(EtrmsSystem.Password);
        await portal.Button("Log in").ClickAsync();

        await portal.SeesAsync(portal.Heading("Circuit breakers"));
    }

    [Fact]
    public async Task Logging_out_ends_the_session_for_a_copied_cookie_as_well()
    {
        await using var portal = await system.OpenAsync();
        await portal.LogInAsync(EtrmsSystem.UserName, EtrmsSystem.Password);
        await portal.SeesAsync(portal.Heading("Dashboard"));
        var cookies = await portal.Page.Context.CookiesAsync();
        await portal.Button("User menu").ClickAsync();
        await portal.Button("Log out").ClickAsync();
        await portal.SeesAsync(portal.Page.GetByText("You are logged out."));

        await using var thief = await system.OpenAsync();
        await thief.Page.Context.AddCookiesAsync(cookies.Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Url = system.Portal.ToString() }));
        await thief.Page.GotoAsync("/");

        await thief.SeesAsync(thief.Heading("Log in"));
    }

    [Fact]
    public async Task The_session_cookie_is_out_of_reach_of_scripts()
    {
        await using var portal = await system.OpenLoggedInAsync();

        var session = (await portal.Page.Context.CookiesAsync()).Single(cookie => cookie.Name == "etrms_session");

        Assert.True(session.HttpOnly);
        Assert.Equal(SameSiteAttribute.Strict, session.SameSite);
        Assert.DoesNotContain("eyJ", session.Value, StringComparison.Ordinal);
    }
}
