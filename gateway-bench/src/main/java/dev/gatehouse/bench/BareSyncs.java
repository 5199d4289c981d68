package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/**
 * The least that calls can wait on a disk: they come at a steady pace, and one thread writes and syncs what has come, over and over, with
 * nothing else in between. What a trail adds stands above this.
 */
final class BareSyncs {
    private static final int BYTES_PER_CALL = 1_400;
    private static final int FILE_BYTES = 64 << 20;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private BareSyncs() {}

    /** How long each call waits, in nanoseconds, not sorted. */
    static long[] waits(Path file, int rate, int seconds) throws IOException {
        long[] waits = new long[rate * seconds];
        ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 20);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            for (int at = 0; at < FILE_BYTES; at += channel.write(bytes.clear())) {}
            channel.force(true);
            long begin = System.nanoTime();
            long gap = NANOS_PER_SECOND / rate;
            for (int served = 0; served < waits.length; ) {
                int come = (int) Math.min(waits.length, (System.nanoTime() - begin) / gap + 1);
                if (come == served) {
                    LockSupport.parkNanos(begin + come * gap - System.nanoTime());
                    continue;
                }
                bytes.clear().limit(Math.min(bytes.capacity(), (come - served) * BYTES_PER_CALL));
                long offset = (long) served * BYTES_PER_CALL % (FILE_BYTES - bytes.limit());
                while (bytes.hasRemaining()) {
                    offset += channel.write(bytes, offset);
                }
                channel.force(false);
                long synced = System.nanoTime();
                for (; served < come; served++) {
                    waits[served] = synced - (begin + served * gap);
                }
            }
        }
        return waits;
    }
}
