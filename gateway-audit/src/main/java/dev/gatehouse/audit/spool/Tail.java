package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.event.EpochNanos;
import dev.gatehouse.audit.proof.Leaf;
import dev.gatehouse.audit.segment.Content;
import dev.gatehouse.audit.segment.Frames;
import dev.gatehouse.audit.segment.OpenCall;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.segment.SealPoint;
import dev.gatehouse.audit.segment.SegmentHeader;
import dev.gatehouse.audit.segment.SpoolRecord;
import dev.gatehouse.core.call.Clocks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The growing end of the spool. Its buffer holds every frame since the last sync, so that when a disk fails all of them
 * can be written again elsewhere; the order is frames in, {@link #write}, {@link #sync}. Belongs to the writer thread.
 */
final class Tail {
    /** Writes end on a page border, filled up with zeros: a recycled file's old pages then need not be read first. */
    private static final int PAGE_BYTES = 4_096;

    private static final byte[] ZEROS = new byte[PAGE_BYTES + Frames.END_BYTES];

    private final ByteBuffer buffer;
    private final int bufferBytes;
    private final long segmentBytes;
    private final Clocks clocks;
    private ActiveSegment segment;
    private long bufferAt;
    private int writtenBytes;
    private int frames;
    private Position last;
    private Position synced;
    private List<Leaf> leaves = new ArrayList<>();

    Tail(SpoolSettings settings, Clocks clocks, ActiveSegment segment, Position before) {
        this.bufferBytes = settings.batchBytesMax();
        this.buffer = ByteBuffer.allocateDirect(bufferBytes + ZEROS.length);
        this.segmentBytes = settings.segmentBytes();
        this.clocks = clocks;
        this.segment = segment;
        this.last = before;
        this.synced = before;
    }

    ActiveSegment segment() {
        return segment;
    }

    /** Of the last frame put in. */
    Position last() {
        return last;
    }

    DurablePoint durable() {
        return new DurablePoint(segment.number(), bufferAt, synced);
    }

    boolean fitsSegment(int recordBytes) {
        return bufferAt + buffer.position() + frameBytes(recordBytes) + Frames.END_BYTES <= segmentBytes;
    }

    boolean fitsBuffer(int recordBytes) {
        return buffer.position() + frameBytes(recordBytes) <= bufferBytes;
    }

    /** Gives the record the next place in the stream. */
    void append(Content content) {
        last = new Position(last.epoch(), last.seq() + 1);
        long wall = EpochNanos.of(clocks.now());
        long mono = clocks.nanoTime();
        Frames.put(
                buffer, new SpoolRecord(last, wall, mono, content.kind(), content.head(), content.kept()));
        leaves.add(Leaf.of(last, wall, mono, content));
        frames++;
    }

    /** The leaves of all records put in since the last time this was asked; to be asked after a sync. */
    List<Leaf> takeLeaves() {
        List<Leaf> taken = leaves;
        leaves = new ArrayList<>(taken.size());
        return taken;
    }

    /** Everything put in survives the end of this process. */
    void write() throws IOException {
        int end = buffer.position();
        if (end == writtenBytes) {
            return;
        }
        long fileEnd = bufferAt + end;
        long pageEnd = (fileEnd + Frames.END_BYTES + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
        buffer.put(ZEROS, 0, (int) (Math.min(pageEnd, segmentBytes) - fileEnd));
        try {
            segment.file().write(buffer.duplicate().flip().position(writtenBytes), bufferAt + writtenBytes);
        } finally {
            buffer.position(end);
        }
        writtenBytes = end;
    }

    /** Everything written survives power loss; returns how many frames that newly holds for. */
    int sync() throws IOException {
        segment.file().sync();
        bufferAt += buffer.position();
        buffer.clear();
        writtenBytes = 0;
        synced = last;
        int count = frames;
        frames = 0;
        return count;
    }

    /** Goes on in another segment, taking along what no sync has covered yet. Durable when this returns. */
    SegmentHeader moveTo(ActiveSegment next, Collection<OpenCall> open, SealPoint sealed) throws IOException {
        Position first = new Position(last.epoch(), last.seq() - frames + 1);
        SegmentHeader header = new SegmentHeader(next.number(), first, previous(), open, Optional.of(sealed));
        segment = next;
        bufferAt = writeHeader(header);
        writtenBytes = 0;
        write();
        sync();
        return header;
    }

    /** The next records begin a new epoch; nothing may be waiting for a sync, and {@link #moveTo} must follow. */
    void beginEpoch(long epoch) {
        if (frames > 0 || epoch <= last.epoch()) {
            throw new IllegalStateException("epoch " + epoch + " cannot begin after " + last);
        }
        last = new Position(epoch, 0);
    }

    private Position previous() {
        return synced;
    }

    private int writeHeader(SegmentHeader header) throws IOException {
        SpoolRecord record = header.toRecord(EpochNanos.of(clocks.now()), clocks.nanoTime());
        int bytes = frameBytes(record.bytes());
        if (bytes + buffer.position() + Frames.END_BYTES > segmentBytes) {
            throw new IOException("the open calls do not fit a segment of " + segmentBytes + " bytes");
        }
        ByteBuffer frame = ByteBuffer.allocateDirect(bytes + Frames.END_BYTES);
        Frames.put(frame, record);
        segment.file().write(frame.putInt(0).flip(), 0);
        return bytes;
    }

    private static int frameBytes(int recordBytes) {
        return Frames.OVERHEAD_BYTES + recordBytes;
    }
}
