using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Etrms.Contracts;
using Etrms.Infrastructure.Postgres.Tables;
using Etrms.Infrastructure.Secrets;

namespace Etrms.Workers.Notifications.Senders;

/// <summary>Hands messages to a mail server. With STARTTLS asked for, neither password nor message leaves unencrypted.</summary>
internal sealed class EmailSender : IChannelSender
{
    private const int UsualPort = 587;

    public NotificationChannelKind Kind => NotificationChannelKind.Email;

    public async Task<SendOutcome> SendAsync(
        NotificationChannel channel, ChannelSecret secret, ChannelMessage message, CancellationToken cancellationToken)
    {
        using var client = ClientOf(channel.Target, secret);
        using var mail = MailOf(channel.Target, message);
        try
        {
            await client.SendMailAsync(mail, cancellationToken);
            return new SendOutcome.Sent();
        }
        catch (SmtpFailedRecipientsException several)
        {
            return Refused(several.InnerExceptions[0]);
        }
        catch (SmtpFailedRecipientException one)
        {
            return Refused(one);
        }
        catch (SmtpException refused)
        {
            return new SendOutcome.Failed(
                $"The mail server did not take it: {(refused.InnerException ?? refused).Message}", IsTemporary(refused.StatusCode));
        }
    }

    private static SmtpClient ClientOf(ChannelTarget target, ChannelSecret secret) => new(target.Host, target.Port ?? UsualPort)
    {
        EnableSsl = target.Security != MailSecurity.None,
        DeliveryFormat = SmtpDeliveryFormat.International,
        Credentials = string.IsNullOrEmpty(target.UserName) ? null : new NetworkCredential(target.UserName, secret.Secret),
    };

    private static MailMessage MailOf(ChannelTarget target, ChannelMessage message)
    {
        var mail = new MailMessage
        {
            From = new MailAddress(target.Sender ?? ""),
            Subject = message.Subject.ReplaceLineEndings(" "),
            SubjectEncoding = Encoding.UTF8,
            Body = message.Text,
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.Base64,
        };
        mail.To.Add(target.Recipients ?? "");
        mail.Headers.Add("Message-ID", $"<{message.Id:N}@etrms>");
        return mail;
    }

    private static SendOutcome.Failed Refused(SmtpFailedRecipientException recipient) => new(
        $"The mail server did not take it for {recipient.FailedRecipient}: {recipient.Message}", IsTemporary(recipient.StatusCode));

    /// <summary>Answers of 5xx are final; everything else, also no answer at all, may pass.</summary>
    private static bool IsTemporary(SmtpStatusCode status) => (int)status is < 500 or > 599;
}
