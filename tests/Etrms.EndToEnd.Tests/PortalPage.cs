using Microsoft.Playwright;

namespace Etrms.EndToEnd.Tests;

/// <summary>One browser tab on the portal, with what every walk needs; it remembers what the browser complained about.</summary>
public sealed class PortalPage : IAsyncDisposable
{
    /// <summary>How long a page may take to show what it should; generous, since everything runs on two cores.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    public PortalPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _complaints.Add(message.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Errors of scripts and of the content security policy; failed requests are the business of the walks themselves.</summary>
    public IEnumerable<string> Complaints => _complaints.Where(text => !text.Contains("Failed to load resource", StringComparison.Ordinal)
        && !text.Contains("WebSocket connection", StringComparison.Ordinal));

    public async Task LogInAsync(string userName, string password)
    {
        await Page.GotoAsync("/login");
        await Page.GetByLabel("Name").FillAsync(userName);
        await Page.GetByLabel("Password", new PageGetByLabelOptions { Exact = true }).FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Log in" }).ClickAsync();
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = name });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = name, Exact = true });

    public ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    /// <summary>Waits for something visible; the time-out names what was missing.</summary>
    public Task SeesAsync(ILocator locator) => Assertions.Expect(locator).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = (float)Patience.TotalMilliseconds });

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
