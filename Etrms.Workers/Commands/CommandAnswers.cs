using System.Text.Json;
using System.Threading.Channels;
using Etrms.Infrastructure.OperatorCommands;
using Etrms.Workers.Risk;

namespace Etrms.Workers.Commands;

/// <summary>Writes answers to operator commands beside the risk loop.</summary>
internal sealed class CommandAnswers(OperatorCommandStore commands) : ITermLoop
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly Channel<Answered> _answers = Channel.CreateBounded<Answered>(
        new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Never blocks. Of more than a thousand that cannot be written the oldest go: their commands stay taken and are asked about again.</summary>
    public void Answer(Guid command, string? refusal, JsonElement? body) => _answers.Writer.TryWrite(new Answered(command, refusal, body));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var answer in _answers.Reader.ReadAllAsync(cancellationToken))
        {
            while (!await WriteAsync(answer, cancellationToken))
            {
                await Task.Delay(Retry, cancellationToken);
            }
        }
    }

    private async Task<bool> WriteAsync(Answered answer, CancellationToken cancellationToken)
    {
        try
        {
            await commands.AnswerAsync(answer.Command, answer.Refusal, answer.Body, cancellationToken);
            return true;
        }
        catch (Exception away) when (DatabaseOutage.Is(away))
        {
            return false;
        }
    }

    private sealed record Answered(Guid Command, string? Refusal, JsonElement? Body);
}
