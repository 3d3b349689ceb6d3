using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Etrms.Venue.Hyperliquid.Signing;

/// <summary>One field of a typed struct. Types: string, address, uint64, uint256, bytes32 and bool.</summary>
internal readonly record struct TypedField(string Name, string Type, object Value);

/// <summary>EIP-712: what a wallet signs when it signs a struct.</summary>
internal static class TypedData
{
    private const int WordLength = 32;
    private const string ZeroAddress = "0x0000000000000000000000000000000000000000";

    /// <summary>Digest of a struct under a domain of version 1 without a contract.</summary>
    public static byte[] Digest(string domain, ulong chainId, string primaryType, IReadOnlyList<TypedField> fields)
    {
        var separator = HashStruct("EIP712Domain",
        [
            new("name", "string", domain), new("version", "string", "1"), new("chainId", "uint256", chainId),
            new("verifyingContract", "address", ZeroAddress),
        ]);
        return Keccak.Hash([0x19, 0x01, .. separator, .. HashStruct(primaryType, fields)]);
    }

    private static byte[] HashStruct(string name, IReadOnlyList<TypedField> fields)
    {
        var type = $"{name}({string.Join(',', fields.Select(field => $"{field.Type} {field.Name}"))})";
        var encoded = new ArrayBufferWriter<byte>();
        encoded.Write(Keccak.Hash(Encoding.UTF8.GetBytes(type)));
        foreach (var field in fields)
        {
            encoded.Write(Encode(field));
        }

        return Keccak.Hash(encoded.WrittenSpan);
    }

    private static byte[] Encode(TypedField field) => field.Value switch
    {
        string address when string.Equals(field.Type, "address", StringComparison.Ordinal) => Pad(Convert.FromHexString(address.AsSpan(2))),
        string text => Keccak.Hash(Encoding.UTF8.GetBytes(text)),
        ulong number => Pad(BigEndian(number)),
        bool truth => Pad([(byte)(truth ? 1 : 0)]),
        byte[] word => Pad(word),
        _ => throw new ArgumentException($"A field of type {field.Type} cannot hold {field.Value.GetType()}.", nameof(field)),
    };

    private static byte[] BigEndian(ulong number)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Pad(byte[] bytes)
    {
        var word = new byte[WordLength];
        bytes.CopyTo(word, WordLength - bytes.Length);
        return word;
    }
}
