using System.Text.Json;
using Etrms.Contracts;

namespace Etrms.Api.Live;

/// <summary>A message as it goes to every socket of its channel: serialised once.</summary>
internal sealed record Frame(long Seq, ReadOnlyMemory<byte> Utf8)
{
    public static Frame Of(LiveMessage message) => new(message.Seq, JsonSerializer.SerializeToUtf8Bytes(message, EtrmsJson.Options));
}
