using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Etrms.Integration.Tests.Notifications;

/// <param name="Login">User and password as they were given; null when nobody logged in.</param>
internal sealed record ReceivedMail(string? Login, string From, IReadOnlyList<string> To, string Content);

/// <summary>A mail server of one's own, without encryption, that keeps what it is handed.</summary>
internal sealed class MailReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<ReceivedMail> _received = new();
    private readonly ConcurrentQueue<string> _said = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;

    public MailReceiver()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public IReadOnlyList<ReceivedMail> Received => [.. _received];

    /// <summary>Every line that a client said.</summary>
    public IReadOnlyList<string> Said => [.. _said];

    /// <summary>Answer to a recipient, such as "550 No such user".</summary>
    public string RecipientAnswer { get; set; } = "250 OK";

    public Task<ReceivedMail> MailAsync(string what, Func<ReceivedMail, bool> wanted) =>
        Eventually.GetAsync(what, _ => Task.FromResult(_received.FirstOrDefault(wanted)));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving;
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_end.Token);
                await TalkAsync(client.GetStream());
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        try
        {
            using var conversation = new Conversation(this, stream, _end.Token);
            await conversation.RunAsync();
        }
        catch (IOException)
        {
            // The client hung up.
        }
    }

    private sealed class Conversation(MailReceiver server, NetworkStream stream, CancellationToken end) : IDisposable
    {
        private readonly StreamReader _reader = new(stream, Encoding.UTF8);
        private readonly List<string> _to = [];
        private string? _login;
        private string _from = "";

        public async Task RunAsync()
        {
            await SayAsync("220 test ESMTP");
            while (await ListenAsync() is { } line && await AnswerAsync(line))
            {
            }
        }

        public void Dispose() => _reader.Dispose();

        private async Task<bool> AnswerAsync(string line)
        {
            var verb = line.Split(' ')[0].ToUpperInvariant();
            switch (verb)
            {
                case "EHLO":
                    await SayAsync("250-test\r\n250-AUTH LOGIN\r\n250-8BITMIME\r\n250 SMTPUTF8");
                    break;
                case "AUTH":
                    await LogInAsync(line);
                    break;
                case "MAIL":
                    _from = AddressIn(line);
                    await SayAsync("250 OK");
                    break;
                case "RCPT":
                    _to.Add(AddressIn(line));
                    await SayAsync(server.RecipientAnswer);
                    break;
                case "DATA":
                    await TakeContentAsync();
                    break;
                default:
                    await SayAsync(verb == "QUIT" ? "221 Bye" : "250 OK");
                    break;
            }

            return verb != "QUIT";
        }

        private async Task LogInAsync(string line)
        {
            // AUTH LOGIN with the user's name in the same line or asked for.
            var user = line.Split(' ') is [_, _, var given] ? given : await AskAsync("VXNlcm5hbWU6");
            _login = $"{Plain(user)}:{Plain(await AskAsync("UGFzc3dvcmQ6"))}";
            await SayAsync("235 Welcome");
        }

        private async Task TakeContentAsync()
        {
            await SayAsync("354 Go on");
            var content = new StringBuilder();
            while (await ListenAsync() is { } line && line != ".")
            {
                content.AppendLine(line);
            }

            server._received.Enqueue(new ReceivedMail(_login, _from, [.. _to], content.ToString()));
            await SayAsync("250 Taken");
        }

        private async Task<string> AskAsync(string question)
        {
            await SayAsync($"334 {question}");
            return await ListenAsync() ?? "";
        }

        private async Task<string?> ListenAsync()
        {
            var line = await _reader.ReadLineAsync(end);
            server._said.Enqueue(line ?? "");
            return line;
        }

        private async Task SayAsync(string text) => await stream.WriteAsync(Encoding.UTF8.GetBytes($"{text}\r\n"), end);

        private static string AddressIn(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];

        private static string Plain(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));
    }
}
