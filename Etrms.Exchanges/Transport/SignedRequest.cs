using System.Globalization;
using System.Text;

namespace Etrms.Exchanges.Transport;

/// <summary>
/// Parameters of one request in the order given, percent-encoded as they will travel. The signature covers exactly that text: signing before
/// encoding works until the first symbol that is not ASCII.
/// </summary>
internal sealed class SignedRequest
{
    private readonly StringBuilder _text = new();

    public string Text => _text.ToString();

    public SignedRequest Add(string name, string? value)
    {
        if (value is not null)
        {
            _text.Append(_text.Length == 0 ? "" : "&").Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return this;
    }

    public SignedRequest Add(string name, decimal? value) => Add(name, value is { } number ? PlainNumber.Text(number) : null);

    public SignedRequest Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public SignedRequest Add(string name, DateTimeOffset? value) => Add(name, value?.ToUnixTimeMilliseconds());

    /// <summary>The whole text to send; may be called again for a later attempt.</summary>
    public string Sign(RequestSigner signer, DateTimeOffset at, TimeSpan receiveWindow)
    {
        var stamped = new SignedRequest();
        stamped._text.Append(_text);
        stamped.Add("recvWindow", (long)receiveWindow.TotalMilliseconds).Add("timestamp", at);
        var text = stamped.Text;
        return $"{text}&signature={Uri.EscapeDataString(signer.Sign(text))}";
    }
}
