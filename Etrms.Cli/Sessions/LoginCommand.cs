using System.CommandLine;
using Etrms.Contracts;

namespace Etrms.Cli.Sessions;

internal static class LoginCommand
{
    public static Command Build(Terminal terminal)
    {
        var shared = new SharedOptions();
        var user = new Option<string>("--user") { Description = "User name.", DefaultValueFactory = _ => "admin" };
        var command = new Command(
            "login",
            """
            Log in and keep the session in a file that only you can read (~/.config/etrms/session.json, or ETRMS_SESSION).

            Asks for the password; ETRMS_PASSWORD answers for scripts.

            Examples:
              etrms login --api http://localhost:5181
              ETRMS_PASSWORD=… etrms login --user trader
            """);
        command.Options.Add(user);
        command.Options.Add(shared.Api);
        command.SetAction((parsed, cancellationToken) => RunAsync(terminal, parsed.GetValue(shared.Api), parsed.GetValue(user)!, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, string? address, string user, CancellationToken cancellationToken)
    {
        using var api = await ApiClient.OpenAsync(address, terminal, cancellationToken);
        if (api.Address is { Scheme: "http", IsLoopback: false })
        {
            await terminal.Error.WriteLineAsync($"Note: {api.Address} is not encrypted; the password can be read on the way.");
        }

        var password = terminal.Variable("ETRMS_PASSWORD") ?? terminal.Ask?.Invoke($"Password of {user} at {api.Address}: ")
            ?? throw new CommandFailedException("There is no terminal to ask for the password. Set ETRMS_PASSWORD.", ExitCode.BadUsage);
        var session = await api.LogInAsync(new LoginRequest { UserName = user, Password = password }, cancellationToken);
        await terminal.Out.WriteLineAsync($"Logged in at {session.Api} as {session.Tokens.UserName}.");
        return ExitCode.Complete;
    }
}

internal static class LogoutCommand
{
    public static Command Build(Terminal terminal)
    {
        var command = new Command(
            "logout",
            """
            End the session and forget it.

            Example:
              etrms logout
            """);
        command.SetAction((_, cancellationToken) => RunAsync(terminal, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, CancellationToken cancellationToken)
    {
        var file = new SessionFile(terminal.SessionFile);
        if (await file.ReadAsync(cancellationToken) is not { } session)
        {
            await terminal.Out.WriteLineAsync("Nobody was logged in.");
            return ExitCode.Complete;
        }

        using var api = await ApiClient.OpenAsync(session.Api.ToString(), terminal, cancellationToken);
        await api.LogOutAsync(session, cancellationToken);
        await terminal.Out.WriteLineAsync($"Logged out at {session.Api}.");
        return ExitCode.Complete;
    }
}
