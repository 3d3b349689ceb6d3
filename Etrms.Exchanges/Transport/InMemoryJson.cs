using System.Buffers;
using System.Text.Json;

namespace Etrms.Exchanges.Transport;

/// <summary>One JSON object written member by member, for texts whose order and form count.</summary>
internal static class InMemoryJson
{
    public static byte[] Object(Action<Utf8JsonWriter> writeMembers)
    {
        var output = new ArrayBufferWriter<byte>();
#pragma warning disable MA0045 // The writer flushes into memory: nothing blocks.
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }
#pragma warning restore MA0045

        return output.WrittenSpan.ToArray();
    }
}
