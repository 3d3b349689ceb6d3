using System.Text;
using Etrms.Workers.Journal;

namespace Etrms.Integration.Tests.Workers;

public sealed class SegmentedLogTests : IDisposable
{
    private const int SegmentSize = 4096;
    private readonly string _folder = Directory.CreateTempSubdirectory("etrms-log-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_appended_is_read_back_after_reopening_and_numbers_go_on()
    {
        Write("one", "two");

        Write("three");

        Assert.Equal([(1L, "one"), (2L, "two"), (3L, "three")], ReadAll());
    }

    [Fact]
    public void Frames_run_over_many_segments_in_order()
    {
        var payloads = Enumerable.Range(0, 40).Select(number => new string((char)('a' + (number % 26)), 900)).ToArray();

        Write(payloads);

        Assert.Equal(payloads, ReadAll().Select(frame => frame.Text));
        Assert.True(Directory.GetFiles(_folder, "*.wal").Length >= 10);
    }

    [Fact]
    public void A_frame_larger_than_a_segment_gets_a_file_of_its_own()
    {
        var large = new string('x', SegmentSize * 3);

        Write("before", large, "after");

        Assert.Equal(["before", large, "after"], ReadAll().Select(frame => frame.Text));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(17)]
    public void A_torn_tail_loses_only_itself_and_writing_goes_on_with_its_number(int bytesLost)
    {
        Write("whole", "torn off");
        Overwrite(EndOfFrames() - bytesLost, new byte[bytesLost]);

        Write("next");

        Assert.Equal([(1L, "whole"), (2L, "next")], ReadAll());
    }

    [Fact]
    public void A_flipped_bit_fails_the_checksum_and_ends_its_file()
    {
        Write("first", "second", "third");
        Overwrite(16 + 5 + 16 + 2, "X"u8.ToArray());

        Assert.Equal([(1L, "first")], ReadAll());
    }

    [Fact]
    public void A_length_beyond_the_file_ends_it()
    {
        Write("first", "second");
        Overwrite(16 + 5, BitConverter.GetBytes(int.MaxValue));

        Assert.Equal([(1L, "first")], ReadAll());
    }

    [Fact]
    public void Acknowledged_segments_go_and_nothing_newer_does()
    {
        using var log = new SegmentedLog(_folder, SegmentSize);
        for (var i = 0; i < 20; i++)
        {
            log.Append(new byte[1500]);
        }

        log.Flush();
        log.DropThrough(11);

        var left = log.Read().Select(frame => frame.Seq).ToList();
        Assert.Equal(20, left[^1]);
        Assert.InRange(left[0], 10, 12);
    }

    private void Write(params string[] payloads)
    {
        using var log = new SegmentedLog(_folder, SegmentSize);
        foreach (var payload in payloads)
        {
            log.Append(Encoding.UTF8.GetBytes(payload));
            log.EnsureSpare();
        }

        log.Flush();
    }

    private List<(long Seq, string Text)> ReadAll()
    {
        using var log = new SegmentedLog(_folder, SegmentSize);
        return [.. log.Read().Select(frame => (frame.Seq, Encoding.UTF8.GetString(frame.Payload.Span)))];
    }

    private string OnlySegment() => Assert.Single(Directory.GetFiles(_folder, "*.wal"));

    private long EndOfFrames() => File.ReadAllBytes(OnlySegment()).AsSpan().LastIndexOfAnyExcept((byte)0) + 1;

    private void Overwrite(long offset, byte[] bytes)
    {
        using var file = File.OpenHandle(OnlySegment(), FileMode.Open, FileAccess.Write);
        RandomAccess.Write(file, bytes, offset);
    }
}
