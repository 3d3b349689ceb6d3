using System.Net;
using System.Net.Sockets;

namespace Etrms.Workers.Notifications.Senders;

/// <summary>What answers and failures of HTTP mean for a message.</summary>
internal static class HttpOutcomes
{
    public static SendOutcome Of(HttpResponseMessage answer, string? detail = null)
    {
        var status = (int)answer.StatusCode;
        var said = string.IsNullOrWhiteSpace(detail) ? $"The receiver answered {status}." : $"The receiver answered {status}: {detail}";
        return status switch
        {
            >= 200 and < 300 => new SendOutcome.Sent(),
            >= 300 and < 400 => new SendOutcome.Failed($"The receiver answered {status}; redirects are not followed. Enter the final address.", MayBeTriedAgain: false),
            (int)HttpStatusCode.RequestTimeout or (int)HttpStatusCode.TooManyRequests or >= 500 =>
                new SendOutcome.Failed(said, RetryAfter: answer.Headers.RetryAfter?.Delta),
            _ => new SendOutcome.Failed(said, MayBeTriedAgain: false),
        };
    }

    public static SendOutcome Of(HttpRequestException failure) => failure switch
    {
        { InnerException: PrivateAddressException refused } => new SendOutcome.Failed(refused.Message, MayBeTriedAgain: false),
        { InnerException: SocketException socket } => new SendOutcome.Failed($"The receiver cannot be reached: {socket.Message}."),
        { HttpRequestError: HttpRequestError.SecureConnectionError } => new SendOutcome.Failed("No secure connection to the receiver: is its certificate valid?"),
        _ => new SendOutcome.Failed($"The receiver cannot be reached: {failure.HttpRequestError}."),
    };
}
