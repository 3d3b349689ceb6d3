using System.Buffers;
using System.Text;
using Etrms.Contracts.Journal;
using Etrms.Domain.Risk;

namespace Etrms.Integration.Tests.Journal;

public sealed class JournalLineTests
{
    public static TheoryData<Type> Inputs => [.. Specimen.CasesOf(typeof(RiskEvent))];

    public static TheoryData<Type> Commands => [.. Specimen.CasesOf(typeof(OperatorCommand))];

    public static TheoryData<Type> Frames => [.. Specimen.CasesOf(typeof(JournalFrame))];

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Every_input_comes_back_exactly(Type kind) => ComesBack(() => new Specimen(), kind, made => new JournalFrame.Input((RiskEvent)made));

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_comes_back_exactly(Type kind) => ComesBack(
        () => new Specimen(), kind,
        made => new JournalFrame.Input(new RiskEvent.Commanded((OperatorCommand)made) { Times = default, Seq = 7 }));

    [Theory]
    [MemberData(nameof(Frames))]
    public void Every_frame_comes_back_exactly(Type kind) => ComesBack(() => new Specimen(), kind, made => (JournalFrame)made);

    [Fact]
    public void A_changed_byte_is_damage_and_what_can_be_read_is_read()
    {
        var line = LineOf(new JournalFrame.Input(new RiskEvent.WorkerTroubled("journal", "full") { Times = default, Seq = 12 }));
        var text = Encoding.UTF8.GetString(line).TrimEnd('\n');

        var changed = JournalLine.Read(Encoding.UTF8.GetBytes(text.Replace("full", "fuel", StringComparison.Ordinal)));
        var cut = JournalLine.Read(Encoding.UTF8.GetBytes(text[..^5]));

        Assert.Contains("checksum", changed.Damage, StringComparison.Ordinal);
        Assert.Equal("fuel", Assert.IsType<RiskEvent.WorkerTroubled>(Assert.IsType<JournalFrame.Input>(changed.Frame).Event).Trouble);
        Assert.NotNull(cut.Damage);
        Assert.Null(cut.Frame);
    }

    private static void ComesBack(Func<Specimen> specimen, Type kind, Func<object, JournalFrame> frameOf)
    {
        foreach (var isSparse in new[] { false, true })
        {
            var frame = frameOf(specimen().Make(kind, isSparse));

            var reading = JournalLine.Read(LineOf(frame).AsSpan()[..^1]);

            Assert.Null(reading.Damage);
            Assert.Null(Specimen.Difference(frame, reading.Frame));
        }
    }

    private static byte[] LineOf(JournalFrame frame)
    {
        var output = new ArrayBufferWriter<byte>();
        using var line = new JournalLine();
        line.Write(frame, output);
        return output.WrittenSpan.ToArray();
    }
}
